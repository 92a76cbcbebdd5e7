import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { WebSocket } from 'ws'
import type { TestApp } from './app.ts'

type Teardown = { teardown(work: () => unknown): unknown }

export interface LiveEvent {
  readonly type: 'event'
  readonly cursor: string
  readonly topic: string
  readonly at: string
  // biome-ignore lint/suspicious/noExplicitAny: what a case and an event hold is what the tests are about
  readonly case: any
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly event: any
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the server says
type Said = any

export interface Ear {
  readonly ws: WebSocket
  /** Everything the server has said, in order. */
  readonly said: Said[]
  readonly events: LiveEvent[]
  say(message: unknown): void
  /** Subscribes and resolves with the answer. */
  subscribe(topics: string[], after?: string): Promise<Said>
  /** The first message, heard already or to come, for which this is true. Fails after twenty seconds. */
  until(wanted: (message: Said) => boolean): Promise<Said>
  readonly closed: Promise<{ code: number; reason: string }>
}

/** Makes the instance listen on a free port and returns its address. */
export async function listen(app: FastifyInstance): Promise<string> {
  if (!app.server.listening) await app.listen({ host: '127.0.0.1', port: 0 })
  return `ws://127.0.0.1:${(app.server.address() as AddressInfo).port}/api/v1/live`
}

/** A socket that is open; closed when the test ends. Rejects with the HTTP status when it is refused. */
export async function openEar(
  t: Teardown,
  app: FastifyInstance,
  options: { headers?: Record<string, string>; origin?: string } = {},
): Promise<Ear> {
  const ws = new WebSocket(await listen(app), options)
  t.teardown(() => ws.terminate())
  const said: Said[] = []
  const events: LiveEvent[] = []
  const waiting = new Set<() => void>()
  ws.on('message', (data) => {
    const message = JSON.parse(String(data))
    said.push(message)
    if (message.type === 'event') events.push(message)
    for (const look of waiting) look()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    ws.on('close', (code, reason) => resolve({ code, reason: String(reason) })),
  )
  await new Promise<void>((resolve, reject) => {
    ws.on('open', resolve)
    ws.on('unexpected-response', (_request, response) => reject(new Error(`HTTP ${response.statusCode}`)))
    ws.on('error', reject)
  })
  const until = (wanted: (message: Said) => boolean) =>
    new Promise<Said>((resolve, reject) => {
      let looked = 0
      const end = () => {
        waiting.delete(look)
        clearTimeout(timer)
      }
      const look = () => {
        while (looked < said.length) {
          const message = said[looked++]
          if (!wanted(message)) continue
          end()
          return resolve(message)
        }
      }
      const timer = setTimeout(() => {
        end()
        reject(new Error(`not heard; heard was ${JSON.stringify(said.slice(-5)).slice(0, 1000)}`))
      }, 20_000)
      waiting.add(look)
      look()
    })
  const say = (message: unknown) => ws.send(typeof message === 'string' ? message : JSON.stringify(message))
  return {
    ws,
    said,
    events,
    say,
    until,
    closed,
    async subscribe(topics, after) {
      const before = said.length
      say({ type: 'subscribe', topics, ...(after === undefined ? {} : { after }) })
      return until((m) => said.indexOf(m) >= before && (m.type === 'subscribed' || m.type === 'refused'))
    },
  }
}

/** Waits until the stream of the instance stands at the end of what is committed (another test's transaction may hold it back). */
export async function settle({ services, deps }: TestApp): Promise<void> {
  const { feed, hub } = services.live
  await feed.ready()
  for (const giveUp = performance.now() + 20_000; performance.now() < giveUp; ) {
    await feed.wake()
    const [last] = await deps.sql<{ id: number }[]>`select id from events order by xid desc, id desc limit 1`
    if (last === undefined || last.id === hub.position.id) return
  }
  throw new Error('the stream does not reach the end')
}
