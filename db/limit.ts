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
