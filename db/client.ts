import { once } from 'node:events'
import { connect as connectSocket } from 'node:net'
import postgres from 'postgres'
import { DatabaseUnavailable } from './errors.ts'
import { callLimitMs, limitCalls } from './limit.ts'

/**
 * The raw client. Rows come with bigint as number (ids stay far below 2^53), timestamptz and timestamp as epoch milliseconds (UTC),
 * date as 'YYYY-MM-DD', json parsed, numeric as string. Parameters likewise: a number for a timestamptz.
 */
export type Sql = postgres.Sql

export type ConnectOptions = {
  max?: number
  applicationName?: string
  /** Each call rejects with DatabaseUnavailable after this; 0 for none (long reads in scripts). Also the server's statement_timeout. */
  limitMs?: number
  onnotice?: (notice: postgres.Notice) => void
}

/** A pool on the database; with several hosts in the url, on the one that takes writes. Connects at the first call. */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  const { max = 10, applicationName = 'daybreak', limitMs = callLimitMs, onnotice = () => undefined } = options
  const pool = () =>
    postgres(url, {
      max,
      onnotice,
      types,
      connect_timeout: 5,
      idle_timeout: 120,
      keep_alive: 20,
      // quick at first, as a restart of the embedded server takes a quarter of a second; the jitter spreads many instances
      backoff: (retries) => Math.min(0.05 * 2 ** Math.min(retries, 6), 2) * (0.75 + Math.random() / 2),
      target_session_attrs: url.includes(',') ? 'primary' : undefined,
      connection: {
        application_name: applicationName,
        TimeZone: 'UTC',
        DateStyle: 'ISO',
        statement_timeout: limitMs,
        idle_in_transaction_session_timeout: 60_000,
      },
    })
  return limitMs > 0 ? limitCalls(pool, limitMs) : pool()
}

/**
 * One connection for work that must not go on over another: postgres.js reconnects in silence, and what followed a lost transaction
 * would commit statement by statement. After the first answer, a lost connection stays lost and every call rejects. No time limit.
 */
export async function connectOnce(url: string, applicationName: string): Promise<Sql> {
  let [established, tries] = [false, 0]
  const sql = postgres(url, {
    max: 1,
    types,
    onnotice: () => undefined,
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: null,
    target_session_attrs: url.includes(',') ? 'primary' : undefined,
    connection: { application_name: applicationName, TimeZone: 'UTC', DateStyle: 'ISO', statement_timeout: 0 },
    async socket({ host, port, path }: { host: string[]; port: number[]; path: string | false }) {
      if (established) throw new DatabaseUnavailable('The connection to the database was lost')
      const next = tries++ % host.length
      const socket = path ? connectSocket(path) : connectSocket(port[next]!, host[next])
      await once(socket, 'connect')
      return socket
    },
  } as unknown as postgres.Options<Record<string, never>>) as unknown as Sql
  await sql`select 1`
  established = true
  return sql
}

const toInstant = (text: string): number => {
  if (text === 'infinity') return Number.POSITIVE_INFINITY
  if (text === '-infinity') return Number.NEGATIVE_INFINITY
  // '2026-11-21 18:00:00.123456+00': the session's zone is UTC
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11).replace(/[+-]00(:00)?$/, '')}Z`)
}

const fromInstant = (at: unknown): string => {
  if (typeof at !== 'number') return String(at)
  if (Number.isFinite(at)) return new Date(at).toISOString()
  return at > 0 ? 'infinity' : '-infinity'
}

const types = {
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  date: { to: 1184, from: [1184, 1114], serialize: fromInstant, parse: toInstant },
  day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
}
