import { Agent, type IncomingHttpHeaders, request } from 'node:http'

export interface Heard {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** How long it took, in milliseconds. */
  readonly ms: number
  json<T = Record<string, unknown>>(): T
}

/** A client of a running instance, over connections that it keeps. */
export class Client {
  private readonly agent: Agent
  private readonly url: string

  constructor(url: string, connections = 64) {
    this.url = url
    this.agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Heard> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers })
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Heard> {
    return this.send('GET', path, undefined, headers)
  }

  /** Rejects when the connection fails before the whole answer is here. */
  send(
    method: string,
    path: string,
    body?: string | Buffer,
    headers: Record<string, string | string[]> = {},
  ): Promise<Heard> {
    const begun = performance.now()
    return new Promise((resolve, reject) => {
      const asked = request(new URL(path, this.url), { method, headers, agent: this.agent }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(parts).toString()
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: text,
            ms: performance.now() - begun,
            json: () => JSON.parse(text),
          })
        })
      })
      asked.on('error', reject)
      asked.end(body)
    })
  }

  close(): void {
    this.agent.destroy()
  }
}
