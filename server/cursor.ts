import { HttpProblem } from './problem.ts'

/**
 * Opaque places in lists: the letter of the list's order, then the values of the last item in base 36. Nothing secret is
 * in them, so they are not signed; one that does not belong to this order is refused.
 */
export function writeCursor(order: string, ...values: readonly (number | bigint)[]): string {
  return `${order}-${values.map((v) => v.toString(36)).join('.')}`
}

/** The values of a cursor. Throws `invalid_cursor` for anything `writeCursor(order, …)` did not make. */
export function readCursor(order: string, count: number, cursor: string): number[] {
  const values = cursor.startsWith(`${order}-`) ? cursor.slice(order.length + 1).split('.') : []
  const read = values.map((v) => (/^[0-9a-z]{1,11}$/.test(v) ? Number.parseInt(v, 36) : Number.NaN))
  if (read.length !== count || !read.every(Number.isSafeInteger)) throw new HttpProblem('invalid_cursor')
  return read
}

/** The place of an event in every feed, over HTTP and on the socket: (xid, id). */
export function eventCursor(xid: string | number | bigint, id: number): string {
  return writeCursor('e', BigInt(xid), id)
}

/** Throws `invalid_cursor`. The xid is kept as text: it has 64 bits. */
export function readEventCursor(cursor: string): { xid: string; id: number } {
  const [xid = Number.NaN, id = Number.NaN] = readCursor('e', 2, cursor)
  return { xid: String(xid), id }
}
