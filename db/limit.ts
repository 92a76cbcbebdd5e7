import type { PendingQuery, Row, Sql } from 'postgres'
import { DatabaseUnavailable } from './errors.ts'

/** The time limit of every call to the database, in milliseconds; the server's own statement_timeout is the same. */
export const callLimitMs = 10_000

/** The promise, or a rejection with DatabaseUnavailable after `ms`; `onLimit` is told, so that the work can be called off. */
export function withLimit<T>(promise: PromiseLike<T>, ms: number = callLimitMs, onLimit?: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DatabaseUnavailable(`The database has not answered for ${ms} ms`))
      onLimit?.()
    }, ms)
    promise.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

/**
 * A client whose every query ends within `limitMs`: postgres.js has no limit of its own, so a query on a dead network, or waiting for a
 * free connection, never ends. A query past the limit is called off; when even that brings no answer its line is dead, and the
 * pool is replaced: connections to a host that vanished without a word would otherwise be waited on for a quarter of an hour.
 */
export function limitCalls(open: () => Sql, limitMs: number): Sql {
  const graceMs = Math.min(1_000, limitMs)
  let pool = open()

  function limited<T>(made: T): T {
    return made instanceof Promise ? (limitQuery(made as unknown as Running) as T) : made
  }

  /** A query runs when its `then` is called; the same object may instead become a part of another query and never run. */
  function limitQuery(query: Running): Running {
    const [then, asked] = [query.then.bind(query), pool]
    const run = (resolve: (rows: unknown) => void, reject: (error: unknown) => void) =>
      void then(resolve, (error) => reject(withPlace(error, query.strings)))
    let running: Promise<unknown> | undefined
    const callOff = () => {
      // over a connection of its own, which may fail just as well; query.cancel() (3.4.9) drops that failure's promise, and an
      // unhandled rejection ends the process
      void query.canceller(query).catch(() => undefined)
      setTimeout(() => query.active && asked === pool && replace(), graceMs).unref()
    }
    const limitedThen = (resolve?: never, reject?: never) => {
      running ??= withLimit(new Promise(run), limitMs, callOff)
      return running.then(resolve, reject)
    }
    // biome-ignore lint/suspicious/noThenProperty: a query is a promise, and its `then` is what starts it
    query.then = limitedThen as Running['then']
    return query
  }

  function replace(): void {
    const dead = pool
    pool = open()
    // what still has an answer coming gets it; the rest ends with CONNECTION_DESTROYED
    void dead.end({ timeout: limitMs / 1000 }).catch(() => undefined)
  }

  return new Proxy(pool, {
    apply(_, self, args) {
      keepPlace(args[0])
      return limited(Reflect.apply(pool, self, args))
    },
    get: (_, name) =>
      name === 'unsafe'
        ? (...args: Parameters<Sql['unsafe']>) => limited(pool.unsafe(...args))
        : Reflect.get(pool, name),
  })
}

/** Where each query stands in our code: postgres.js adds it to its errors, but its four frames end inside the limit. */
const places = new WeakMap<object, string>()

function keepPlace(strings: unknown): void {
  if (!Array.isArray(strings) || !('raw' in strings) || places.has(strings)) return
  const [here, { stackTraceLimit }] = [{ stack: '' }, Error]
  Error.stackTraceLimit = 3
  Error.captureStackTrace(here, keepPlace)
  Error.stackTraceLimit = stackTraceLimit
  // the first line is the error's, the second is the proxy's
  places.set(strings, here.stack.split('\n').slice(2).join('\n'))
}

/** One error may end many queries, of which only the first is told. */
function withPlace(error: unknown, strings: object): unknown {
  const place = places.get(strings)
  if (error instanceof Error && place && !placed.has(error)) {
    placed.add(error)
    error.stack += `\n${place}`
  }
  return error
}

const placed = new WeakSet<Error>()

/** Not in its types: `strings` of its template; `active` is sent, at the head of its connection, and not yet answered. */
type Running = PendingQuery<Row[]> & { strings: object; active: boolean; canceller(query: Running): Promise<unknown> }
