import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Sql } from '../../db/client.ts'
import { Secrets } from '../../server/secrets.ts'
import { Client, type Heard } from './client.ts'
import { type MadePerson, makePerson } from './make.ts'
import { signIn } from './signed.ts'

const REPORTERS = 24
const RESPONDERS = 6
/** The key of every instance that `Load` speaks to. */
export const SECRET = Buffer.alloc(32, 7)
const REPORT = {
  category: 'roads.pothole',
  region: 'KZ-39',
  text: 'Яма на дороге у школы',
  reporter: { email: 'a@b.example' },
}

/** Headers of somebody who may answer the reports of `Load`. */
export async function makeResponder(sql: Sql): Promise<Record<string, string>> {
  const it = { database: { sql }, deps: { sql, now: () => Date.now(), secrets: new Secrets(SECRET) } } as never
  const person: MadePerson = await makePerson(it, { roles: ['responder'], branch: 'KZ-39' })
  return { ...(await signIn(it, person)).headers }
}

/** Reporters and responders that never rest. */
export class Load {
  readonly heard: Heard[] = []
  readonly answered: { number: string; trackingToken: string }[] = []
  readonly reacted: string[] = []
  readonly failures: string[] = []
  /** Reports without a key that were refused: whether they are stored nobody knows. */
  unknown = 0
  private readonly clients: Client[]
  private readonly responder: Record<string, string>
  private readonly waiting: string[] = []
  private workers: Promise<void>[] = []
  private stopping = false

  constructor(urls: string[], responder: Record<string, string>) {
    this.clients = urls.map((url) => new Client(url))
    this.responder = responder
  }

  start(): void {
    for (let i = 0; i < REPORTERS; i++)
      this.workers.push(this.report(this.clients[i % this.clients.length]!, i % 3 > 0))
    for (let i = 0; i < RESPONDERS; i++) this.workers.push(this.react(this.clients[i % this.clients.length]!))
  }

  async stop(): Promise<void> {
    this.stopping = true
    await Promise.all(this.workers)
    for (const client of this.clients) client.close()
  }

  private async report(client: Client, keyed: boolean): Promise<void> {
    while (!this.stopping) {
      const answer = await this.send(client, '/api/v1/cases', REPORT, keyed ? { 'idempotency-key': randomUUID() } : {})
      if (answer?.status === 201) {
        const made = answer.json<{ number: string; trackingToken: string }>()
        this.answered.push(made)
        if (this.waiting.length < 100) this.waiting.push(made.number)
      } else this.unknown++
    }
  }

  private async react(client: Client): Promise<void> {
    while (!this.stopping) {
      const number = this.waiting.shift()
      if (!number) {
        await wait(5)
        continue
      }
      const body = { text: 'Жөндеу жұмыстары басталды', nextAction: 'Жолды тексереміз', nextActionOn: inDays(5) }
      const headers = { ...this.responder, 'idempotency-key': randomUUID() }
      const answer = await this.send(client, `/api/v1/cases/${number}/reaction`, body, headers)
      if (answer?.status === 201) this.reacted.push(number)
    }
  }

  /** With a key a refused request is sent again until it is answered, as a careful client does. */
  private async send(
    client: Client,
    path: string,
    body: object,
    headers: Record<string, string>,
  ): Promise<Heard | undefined> {
    for (;;) {
      try {
        const answer = await client.post(path, body, headers)
        this.heard.push(answer)
        if (answer.status !== 503 || !headers['idempotency-key']) return answer
      } catch (error) {
        this.failures.push(String(error))
        return undefined
      }
      await wait(50)
    }
  }
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
