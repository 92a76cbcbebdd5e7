import postgres from 'postgres'
import { arrayTypes } from './arrays.ts'
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
      fetch_types: false,
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

/** How values are read and written; see Sql. */
export const types = {
  ...arrayTypes({ parse: toInstant, serialize: fromInstant }),
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  date: { to: 1184, from: [1184, 1114], serialize: fromInstant, parse: toInstant },
  day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
}
