// The product: events are written into the database, read from the feed, rendered and sent, as in production.
import { WebSocket } from 'ws'
import { readConfig } from '../../server/config.ts'
import { type Instance, startInstance } from '../../server/main.ts'
import { answerCalls } from './child.ts'
import { broadcasts, watched } from './fanout-clock.ts'

let instance: Instance
let number: string
let last = 900_000_000

answerCalls(
  {
    ...watched,
    async start(databaseUrl: string, folder: string) {
      const result = readConfig({
        DATABASE_URL: databaseUrl,
        DATA_DIR: `${folder}/fanout`,
        SECRET_KEY: '5'.repeat(64),
        PORT: '0',
        LOG_LEVEL: 'error',
        ENGINE: 'off',
        RATE_LIMIT: 'off',
      })
      if ('faults' in result) throw new Error(result.faults.join('\n'))
      instance = await startInstance(result.config)
      const report = { category: 'heat.no-heat', region: 'KZ-39', text: 'Үш күннен бері жылу жоқ.', public: true }
      const answer = await fetch(`${instance.url}/api/v1/cases`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(report),
      })
      number = ((await answer.json()) as { number: string }).number
      return Number(new URL(instance.url).port)
    },
    /** The length of an event as it is sent. */
    async payloadLength() {
      const ws = new WebSocket(`${instance.url.replace('http', 'ws')}/api/v1/live`)
      const heard = new Promise<number>((resolve) =>
        ws.on('message', async (data) => {
          const { type } = JSON.parse(String(data)) as { type: string }
          if (type === 'subscribed') await writeEvents(1)
          else if (type === 'event') resolve(Buffer.byteLength(String(data)))
        }),
      )
      ws.on('open', () => ws.send('{"type":"subscribe","topics":["public"]}'))
      const length = await heard
      ws.terminate()
      return length
    },
    /** A burst is one write of all of them, as an engine pass does it. */
    async broadcast(messages: number, everyMs: number) {
      if (everyMs > 0) return broadcasts(messages, everyMs, () => writeEvents(1))
      const [start] = await broadcasts(1, 0, () => writeEvents(messages))
      return Array.from({ length: messages }, () => start!)
    },
  },
  () => instance?.stop(),
)

async function writeEvents(count: number): Promise<void> {
  const { sql, bell } = instance.deps
  const first = last + 1
  last += count
  await sql`
    insert into events (id, case_id, kind, at, recorded_at, by_kind, public, data, state)
    select ${first} + n - 1, c.id, 'reacted', e.at, e.recorded_at, 'staff', true,
      jsonb_build_object('text', 'Выехали на место, составлен акт', 'nextAction', 'Письмо в тепловые сети', 'nextActionOn', '2026-11-24'), e.state
    from generate_series(1, ${count}) n, cases c join lateral (select * from events where case_id = c.id order by xid, id limit 1) e on true
    where c.number = ${number}`
  bell?.ring()
}
