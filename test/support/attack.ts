import { once } from 'node:events'
import { request } from 'node:http'
import type { InjectOptions } from 'fastify'
import { isProblemCode } from '../../shared/i18n/problem.ts'
import type { TestApp } from './app.ts'

const AT_ONCE = 25

export type Ask = { method: string; url: string; headers: Record<string, string>; payload?: string | Buffer }

export interface Answer {
  statusCode: number
  headers: Record<string, unknown>
  body: string
}

/** What is wrong with an answer of the API; undefined when nothing is. */
export function faultOf(answer: Answer, { method, url, payload }: Ask): string | undefined {
  const { statusCode: status, headers, body } = answer
  if (status >= 500) return `${status}`
  if (status < 400) return undefined
  if (url.startsWith('/open311/')) return faultOfOpen311(answer, method)
  if (!`${headers['content-type']}`.startsWith('application/problem+json'))
    return `${status} is ${headers['content-type']}`
  if (method === 'HEAD') return undefined
  const problem = JSON.parse(body)
  if (!isProblemCode(problem.code) || problem.status !== status || !problem.title || !problem.detail)
    return `${status} says ${body}`
  // A body that cannot be read is the only reason to speak of JSON.
  if (payload === undefined && problem.code === 'malformed_json') return 'malformed_json without a body'
  return undefined
}

/** GeoReport has its own form of errors, and three statuses for them besides what every server says. */
function faultOfOpen311({ statusCode: status, headers, body }: Answer, method: string): string | undefined {
  const [, format] = /^(?:application|text)\/(json|xml); charset=utf-8$/.exec(`${headers['content-type']}`) ?? []
  if (!format || ![400, 403, 404, 413].includes(status)) return `${status} is ${headers['content-type']}`
  if (method === 'HEAD') return undefined
  const shaped =
    format === 'json'
      ? JSON.parse(body).every((e: Record<string, string>) => e.code === `${status}` && e.description)
      : body.includes(`<errors><error><code>${status}</code><description>`)
  return shaped ? undefined : `${status} says ${body}`
}

/** Sends requests, many at once, and keeps what is wrong with the answers. */
export class Attack {
  readonly faults = new Map<string, { times: number; example: string }>()
  readonly counts: Record<number, number> = {}
  private readonly judge: (answer: Answer, ask: Ask) => string | undefined
  private readonly send: (ask: Ask) => Promise<Answer>

  constructor(it: TestApp, judge: (answer: Answer, ask: Ask) => string | undefined = faultOf, send?: typeof this.send) {
    this.judge = judge
    this.send = send ?? ((ask) => it.app.inject(ask as InjectOptions))
  }

  async run(asks: readonly Ask[]): Promise<void> {
    for (let from = 0; from < asks.length; from += AT_ONCE)
      await Promise.all(asks.slice(from, from + AT_ONCE).map((ask) => this.one(ask)))
  }

  get found(): string[] {
    return [...this.faults].map(([fault, { times, example }]) => `${fault} (${times} times), such as ${example}`)
  }

  private async one(ask: Ask): Promise<void> {
    const answer = await this.send(ask)
    this.counts[answer.statusCode] = (this.counts[answer.statusCode] ?? 0) + 1
    const route = `${ask.method} ${ask.url
      .split('?')[0]!
      .replace(/\/(%|\d|[^/]{30,})[^/]*/g, '/…')
      .slice(0, 80)}`
    const fault = this.judge(answer, ask)
    if (!fault) return
    const key = `${route}: ${fault}`
    const known = this.faults.get(key)
    if (known) known.times++
    else
      this.faults.set(key, {
        times: 1,
        example: `${ask.url.slice(0, 150)} ${JSON.stringify(ask.headers).slice(0, 200)} ${ask.payload?.toString().slice(0, 300) ?? ''}`,
      })
  }
}

/** Sends over a socket: what streams is read as it comes only there. */
export async function overSocket(it: TestApp): Promise<(ask: Ask) => Promise<Answer>> {
  const address = new URL(await it.app.listen({ port: 0, host: '127.0.0.1' }))
  return async ({ method, url, headers, payload }) => {
    const asked = request({ host: address.hostname, port: address.port, path: url, method, headers, agent: false })
    asked.end(payload)
    const [answer] = await once(asked, 'response')
    const chunks: Buffer[] = []
    for await (const chunk of answer) chunks.push(chunk)
    return { statusCode: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks).toString() }
  }
}
