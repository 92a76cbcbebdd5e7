import { once } from 'node:events'
import { connect, Socket } from 'node:net'
import postgres from 'postgres'
import { type Sql, types } from './client.ts'
import { DatabaseUnavailable } from './errors.ts'

/**
 * One connection for work that must not go on over another, without a time limit: postgres.js reconnects in silence, and what
 * followed a lost transaction would commit statement by statement. Once the connection is lost, the work rejects and stays rejected.
 */
export async function withConnection<T>(
  url: string,
  applicationName: string,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  let [established, tries] = [false, 0]
  let lose: (reason: Error) => void
  const lost = new Promise<never>((_, reject) => {
    lose = reject
  })
  const isLost = () => new DatabaseUnavailable('The connection to the database was lost')
  const sql = postgres(url, {
    max: 1,
    types,
    fetch_types: false,
    onnotice: () => undefined,
    connect_timeout: 5,
    idle_timeout: 0,
    max_lifetime: null,
    target_session_attrs: url.includes(',') ? 'primary' : undefined,
    connection: { application_name: applicationName, TimeZone: 'UTC', DateStyle: 'ISO', statement_timeout: 0 },
    async socket({ host, port, path }: { host: string[]; port: number[]; path: string | false }) {
      if (established) return makeDead(isLost())
      const next = tries++ % host.length
      const socket = path ? connect(path) : connect(port[next]!, host[next])
      // COPY sends its end by itself; it would wait 40 ms for an acknowledgement
      socket.setNoDelay(true)
      await once(socket, 'connect')
      // postgres.js leaves a COPY that has sent its end waiting when the connection closes
      socket.once('close', () => established && lose(isLost()))
      return socket
    },
  } as unknown as postgres.Options<Record<string, never>>) as unknown as Sql
  try {
    await sql`select 1`
    established = true
    return await Promise.race([work(sql), lost])
  } finally {
    await sql.end({ timeout: 0 })
  }
}

/** A socket that fails: postgres.js waits for ever where none is given. */
function makeDead(error: Error): Socket {
  const socket = new Socket()
  setImmediate(() => socket.destroy(error))
  return socket
}
