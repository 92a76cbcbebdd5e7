import type { Server } from 'node:http'
import type { WebsocketPluginOptions } from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { RawData, WebSocket } from 'ws'
import { safeError } from '../../db/errors.ts'
import { findTracked } from '../../db/live.ts'
import { CLOSED, type ClientMessage, clientMessage, type LiveErrorCode } from '../../shared/contract/live.ts'
import type { Caller } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { isOwnOrigin } from '../origin.ts'
import { HttpProblem } from '../problem.ts'
import type { Sessions } from '../sessions.ts'
import { Client } from './client.ts'
import type { Live } from './live.ts'
import { NOBODY, type Rights } from './rights.ts'
import { subscribe, unsubscribe } from './subscribe.ts'

export const LIVE_PATH = '/api/v1/live'

/** Messages in a window; more are refused, and somebody who goes on is shown out. */
const MESSAGES = 100
const WINDOW_MS = 10_000
const FAULTS = 10
const QUEUE = 20

/** How `ws` is run: no compression (it costs more than it saves on small frames), short messages in, a goodbye at the end. */
export function websocketOptions(live: Live, server: Server): WebsocketPluginOptions {
  return {
    options: { server, maxPayload: 4_096, perMessageDeflate: false },
    // `ws` itself closes a socket that breaks the protocol, with the code that says why.
    errorHandler: () => undefined,
    preClose: () => live.close(),
  }
}

/** GET /api/v1/live: who asks is known before the upgrade, by cookie (from our own pages only) or Bearer; or by the first message. */
export function liveRoutes(app: FastifyInstance, deps: Deps, live: Live, sessions: Sessions): void {
  app.route({
    method: 'GET',
    url: LIVE_PATH,
    schema: { hide: true },
    preHandler: async (request) => {
      // A browser sends the cookie from any page, and says which: a foreign one must not listen in somebody's name.
      const byCookie = request.session !== null && request.headers.authorization === undefined
      if (byCookie && !isOwnOrigin(request, deps.config.publicUrl)) throw new HttpProblem('forbidden')
      if (!live.hasRoomFor(request.ip)) throw new HttpProblem('rate_limited')
    },
    handler: async () => {
      throw new HttpProblem('route_not_found')
    },
    wsHandler: (ws: WebSocket, request: FastifyRequest) => {
      const client = new Client(ws, request.raw.socket, request.ip)
      live.add(client)
      new Conversation(deps, live, sessions, client, request)
    },
  })
}

/** What a socket says, one message after the other: a subscription waits for the sign-in before it. */
class Conversation {
  private readonly deps: Deps
  private readonly live: Live
  private readonly sessions: Sessions
  private readonly client: Client
  private last: Promise<void>
  private waiting = 0
  private heard = 0
  private faults = 0
  private inWindow = 0
  private windowEnds = 0

  constructor(deps: Deps, live: Live, sessions: Sessions, client: Client, request: FastifyRequest) {
    this.deps = deps
    this.live = live
    this.sessions = sessions
    this.client = client
    const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const hash = request.session?.hash ?? (bearer && deps.secrets.hash(bearer))
    this.last = this.enter(request.caller, hash).catch((error) => this.failed(error))
    const { ws } = client
    ws.on('message', (data, isBinary) => this.hear(data, isBinary))
    ws.on('pong', () => {
      client.alive = true
    })
    ws.on('close', () => live.remove(client))
    // `ws` closes by itself after an error; without a listener it would end the process.
    ws.on('error', () => undefined)
  }

  private hear(data: RawData, isBinary: boolean): void {
    this.client.alive = true
    this.heard++
    const message = isBinary ? undefined : parse(data)
    const code = this.faultIn(message)
    if (code || !message) this.fault(code ?? 'malformed')
    else if (message.type === 'ping') this.client.tell({ type: 'pong' })
    else this.queue(message)
  }

  private faultIn(message: ClientMessage | undefined): LiveErrorCode | undefined {
    const now = performance.now()
    if (now >= this.windowEnds) {
      this.windowEnds = now + WINDOW_MS
      this.inWindow = 0
    }
    if (++this.inWindow > MESSAGES || this.waiting >= QUEUE) return 'rate_limited'
    if (!message) return 'malformed'
    return message.type === 'auth' && this.heard > 1 ? 'too_late' : undefined
  }

  private queue(message: Exclude<ClientMessage, { type: 'ping' }>): void {
    this.waiting++
    this.last = this.last
      .then(() => (this.client.open ? this.act(message) : undefined))
      .catch((error) => this.failed(error))
      .finally(() => {
        this.waiting--
      })
  }

  private async act(message: Exclude<ClientMessage, { type: 'ping' }>): Promise<void> {
    const { deps, live, client } = this
    if (message.type === 'auth') await this.signIn(message.token)
    else if (message.type === 'subscribe') await subscribe(deps, live, client, message)
    else unsubscribe(live, client, message.topics)
  }

  private async signIn(token: string): Promise<void> {
    const signed = await this.sessions.authenticate(token)
    if (signed) await this.enter(signed.caller, this.deps.secrets.hash(token))
    if (this.client.rights === NOBODY) return this.client.close(CLOSED.unauthenticated, 'unknown token')
    this.live.hub.say(this.client, { type: 'authenticated' })
  }

  private async enter(caller: Caller, hash: string | undefined): Promise<void> {
    this.client.rights = await rightsOf(this.deps, caller, hash)
  }

  private fault(code: LiveErrorCode): void {
    this.client.tell({ type: 'error', code })
    if (++this.faults >= FAULTS) this.client.close(CLOSED.abuse, 'too many faults')
  }

  private failed(error: unknown): void {
    this.deps.log.warn({ err: safeError(error) }, 'a message of a socket could not be handled')
    this.client.tell({ type: 'error', code: 'unavailable' })
  }
}

function parse(data: RawData) {
  try {
    return clientMessage.safeParse(JSON.parse(String(data))).data
  } catch {
    return undefined
  }
}

async function rightsOf(deps: Deps, caller: Caller, hash: string | undefined): Promise<Rights> {
  if (caller.kind === 'staff' && hash !== undefined) {
    const { id, roles, branch } = caller
    return { kind: 'staff', asker: { id, roles, branch }, hash }
  }
  if (caller.kind !== 'reporter') return NOBODY
  const caseId = await findTracked(deps.sql, caller.tokenHash)
  return caseId === undefined ? NOBODY : { kind: 'reporter', caseId }
}
