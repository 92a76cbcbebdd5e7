import { EventEmitter } from 'node:events'
import { safeError } from '../db/errors.ts'
import {
  endSession,
  findKeyOwner,
  findSession,
  type NewSession,
  type SessionRow,
  saveSession,
  touchSession,
} from '../db/sessions.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'
import { HttpProblem } from './problem.ts'
import { newToken } from './secrets.ts'

const MINUTE = 60_000
export const IDLE_MS = 12 * 60 * MINUTE
export const LIFETIME_MS = 7 * 24 * 60 * MINUTE
const TOUCH_MS = MINUTE

const SESSION_TOKEN = /^[A-Za-z0-9_-]{43}$/
const API_KEY = /^dbk_[A-Za-z0-9_-]{43}$/
const TRACKING_TOKEN = /^[A-Za-z0-9_-]{22}$/

/** A session as a request carries it. `hash` (base64) names it without opening it. */
export interface Session {
  readonly token: string
  readonly hash: string
  readonly createdAt: number
  readonly expiresAt: number
}

export interface Signed {
  readonly caller: Caller
  readonly session?: Session
}

/** What ended: one session, or (a changed password, a disabled person) all sessions of a person, but for `except`. */
export type Ended = { readonly hash: string } | { readonly staff: number; readonly except?: string | undefined }

/** Sessions, API keys and tracking tokens: who a token stands for, and when it stops. */
export class Sessions {
  private readonly deps: Deps
  private readonly ended = new EventEmitter<{ ended: [Ended] }>()
  private readonly touching = new Map<string, Promise<void>>()

  constructor(deps: Deps) {
    this.deps = deps
    this.ended.setMaxListeners(0)
  }

  /**
   * Who the token of a Bearer header, a cookie or an `auth` frame stands for; undefined when it is nobody's. A tracking
   * token is not looked up: a wrong one matches no case.
   */
  async authenticate(token: string, now: number = this.deps.now()): Promise<Signed | undefined> {
    if (SESSION_TOKEN.test(token)) return this.bySession(token, now)
    const tokenHash = this.deps.secrets.hash(token)
    if (TRACKING_TOKEN.test(token)) return { caller: { kind: 'reporter', tokenHash } }
    if (!API_KEY.test(token)) return undefined
    const row = await findKeyOwner(this.deps.sql, tokenHash)
    return row && { caller: callerOf(row, 'key') }
  }

  /**
   * The token is shown to the person once; only its hash is kept. Throws `wrong_credentials` when the password that opens
   * it has been changed since it was checked.
   */
  async start(staff: number, now: number, instead?: string, passwordHash?: string): Promise<Session> {
    const token = newToken()
    const session = { token, hash: this.deps.secrets.hash(token), createdAt: now, expiresAt: now + LIFETIME_MS }
    const row: NewSession = {
      hash: session.hash,
      staff,
      at: now,
      expiresAt: session.expiresAt,
      instead: instead ?? null,
      passwordHash: passwordHash ?? null,
    }
    if (!(await saveSession(this.deps.sql, row))) throw new HttpProblem('wrong_credentials')
    if (instead) this.tellEnded({ hash: instead })
    return session
  }

  async end(hash: string, now: number): Promise<void> {
    await endSession(this.deps.sql, hash, now)
    this.tellEnded({ hash })
  }

  /** Called after sessions were ended in the database, so that sockets of this instance close at once. */
  tellEnded(ended: Ended): void {
    this.ended.emit('ended', ended)
  }

  /** Hears of sessions ended by this instance; of those ended by another, live/ asks the database. Returns how to stop hearing. */
  onEnded(listener: (ended: Ended) => void): () => void {
    this.ended.on('ended', listener)
    return () => this.ended.off('ended', listener)
  }

  /** Waits for the last marks of use. */
  async drain(): Promise<void> {
    await Promise.all(this.touching.values())
  }

  private async bySession(token: string, now: number): Promise<Signed | undefined> {
    const hash = this.deps.secrets.hash(token)
    const row = await findSession(this.deps.sql, hash, now, now - IDLE_MS)
    if (!row) return undefined
    if (now - row.seenAt >= TOUCH_MS) this.touch(hash, now)
    const { createdAt, expiresAt } = row
    return { caller: callerOf(row, 'session'), session: { token, hash, createdAt, expiresAt } }
  }

  /** At most once a minute, and no request waits for it. */
  private touch(hash: string, now: number): void {
    if (this.touching.has(hash)) return
    const done = touchSession(this.deps.sql, hash, now)
      .catch((error) => this.deps.log.warn({ err: safeError(error) }, 'the use of a session was not remembered'))
      .finally(() => this.touching.delete(hash))
    this.touching.set(hash, done)
  }
}

function callerOf(row: Pick<SessionRow, 'staff' | 'name' | 'roles' | 'branch'>, via: 'session' | 'key'): Caller {
  return { kind: 'staff', id: row.staff, name: row.name, roles: row.roles, branch: row.branch, via }
}
