import type { FastifyInstance } from 'fastify'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { isUnavailable, safeError } from '../../db/errors.ts'
import { countOutbox } from '../../db/outbox.ts'
import { countFaults, findPulse, findWaiting } from '../../db/pulse.ts'
import type { Deps } from '../deps.ts'

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** What Prometheus reads of this instance. Labels are routes and codes of our own: nothing of a request is in them. */
export class Metrics {
  private readonly deps: Deps
  private readonly sockets: () => number
  private readonly registry = new Registry()
  private readonly requests: Counter<'method' | 'route' | 'status'>
  private readonly duration: Histogram<'route'>
  private readonly errors: Counter<'code'>
  private readonly reports: Counter
  private readonly gauges = new Map<string, Gauge<'state'>>()
  private watching = false

  constructor(deps: Deps, sockets: () => number) {
    this.deps = deps
    this.sockets = sockets
    const registers = [this.registry]
    this.requests = new Counter({
      name: 'daybreak_http_requests_total',
      help: 'Answers by method, route and status',
      labelNames: ['method', 'route', 'status'],
      registers,
    })
    this.duration = new Histogram({
      name: 'daybreak_http_request_seconds',
      help: 'Time to answer by route',
      labelNames: ['route'],
      buckets: SECONDS,
      registers,
    })
    this.errors = new Counter({
      name: 'daybreak_database_errors_total',
      help: 'Requests that failed in the database, by its code',
      labelNames: ['code'],
      registers,
    })
    this.reports = new Counter({ name: 'daybreak_reports_total', help: 'Reports accepted by this instance', registers })
  }

  install(app: FastifyInstance): void {
    app.addHook('onResponse', async (request, reply) => {
      const route = request.routeOptions.url ?? 'none'
      const { method } = request
      this.requests.inc({ method, route, status: String(reply.statusCode) })
      this.duration.observe({ route }, reply.elapsedTime / 1000)
      if (reply.statusCode === 201 && method === 'POST' && route === '/api/v1/cases') this.reports.inc()
    })
    app.addHook('onError', async (_request, _reply, error) => {
      const { code } = safeError(error)
      if (code !== undefined && (isUnavailable(error) || /^[0-9A-Z]{5}$/.test(code))) this.errors.inc({ code })
    })
  }

  get contentType(): string {
    return this.registry.contentType
  }

  /** The text of a scrape; when the database does not answer, what the process knows by itself. */
  async read(): Promise<string> {
    if (!this.watching) {
      this.watching = true
      collectDefaultMetrics({ register: this.registry, prefix: 'daybreak_' })
    }
    this.gauge('daybreak_sockets', 'Open WebSockets').set(this.sockets())
    this.gauge('daybreak_clock_skew_seconds', "Offset of the machine's clock to the database's").set(
      (this.deps.clock?.skewMs() ?? 0) / 1000,
    )
    const up = this.gauge('daybreak_database_up', '1 when the database answers')
    try {
      await this.readDatabase()
      up.set(1)
    } catch (error) {
      if (!isUnavailable(error)) throw error
      up.set(0)
    }
    return this.registry.metrics()
  }

  private async readDatabase(): Promise<void> {
    const { sql } = this.deps
    const at = this.deps.now()
    const [engine, audit, waiting, faults, outbox] = await Promise.all([
      findPulse(sql, 'engine'),
      findPulse(sql, 'audit'),
      findWaiting(sql, at),
      countFaults(sql),
      countOutbox(sql, at),
    ])
    const age = (ms: number | null) => (ms === null ? 0 : Math.max(0, (at - ms) / 1000))
    if (engine) {
      this.gauge('daybreak_engine_age_seconds', 'Since the last pass ended').set(
        age(engine.endedAt ?? engine.startedAt),
      )
      this.gauge('daybreak_engine_pass_seconds', 'How long the last pass took').set(
        ((engine.endedAt ?? engine.startedAt) - engine.startedAt) / 1000,
      )
      this.gauge('daybreak_engine_ok', '1 when every job of the last pass ended well').set(engine.ok ? 1 : 0)
      const escalated = (engine.did as { escalate?: { rungs?: number; late?: number } }).escalate
      this.gauge('daybreak_engine_rungs', 'Rungs fired by the last pass').set(escalated?.rungs ?? 0)
      this.gauge('daybreak_engine_rungs_late', 'Of these, fired late').set(escalated?.late ?? 0)
    }
    if (audit) this.gauge('daybreak_audit_ok', '1 when every invariant held').set(audit.ok && !audit.did.broken ? 1 : 0)
    this.gauge('daybreak_rungs_due', 'Deadlines with a rung due and not fired').set(waiting.dueRungs)
    this.gauge('daybreak_rungs_behind_seconds', 'How long the oldest of them has waited').set(age(waiting.oldestRung))
    this.gauge('daybreak_figures_behind_seconds', 'How long the oldest event has waited for the fold').set(
      age(waiting.oldestUnfolded),
    )
    this.gauge('daybreak_set_aside', 'Deadlines set aside').set(faults)
    const states = this.gauge('daybreak_outbox', 'Notifications that have not left, by state', ['state'])
    for (const state of ['queued', 'sending', 'failed', 'unknown'] as const) states.set({ state }, outbox[state])
    this.gauge('daybreak_outbox_behind_seconds', 'How long the oldest mail due has waited').set(age(outbox.oldestDue))
  }

  private gauge(name: string, help: string, labelNames: 'state'[] = []): Gauge<'state'> {
    let gauge = this.gauges.get(name)
    if (!gauge) {
      gauge = new Gauge({ name, help, labelNames, registers: [this.registry] })
      this.gauges.set(name, gauge)
    }
    return gauge
  }
}
