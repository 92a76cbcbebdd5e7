import { HttpProblem } from './problem.ts'

/**
 * Opaque places in lists: the letter of the list's order, then the values of the last item in base 36. Nothing secret is
 * in them, so they are not signed; one that does not belong to this order is refused.
 */
export function writeCursor(order: string, ...values: readonly number[]): string {
  return `${order}-${values.map((v) => v.toString(36)).join('.')}`
}

/** The last instant JavaScript knows; ids are far below. */
const LARGEST = 8.64e15

/** The values of a cursor. Throws `invalid_cursor` for anything `writeCursor(order, …)` did not make. */
export function readCursor(order: string, count: number, cursor: string): number[] {
  const values = cursor.startsWith(`${order}-`) ? cursor.slice(order.length + 1).split('.') : []
  const read = values.map((v) => (/^[0-9a-z]{1,11}$/.test(v) ? Number.parseInt(v, 36) : Number.NaN))
  if (read.length !== count || !read.every((v) => v <= LARGEST)) throw new HttpProblem('invalid_cursor')
  return read
}

/** Where an event stands in every feed, (xid, id), and when it was recorded (epoch ms), by which another database is told apart. */
export interface EventPlace {
  readonly xid: number
  readonly id: number
  readonly recordedAt: number
}

/** The cursor of an event, over HTTP and on the socket. */
export function eventCursor({ xid, id, recordedAt }: EventPlace): string {
  return writeCursor('e', xid, id, recordedAt)
}

/** Throws `invalid_cursor`. */
export function readEventCursor(cursor: string): EventPlace {
  const [xid, id, recordedAt] = readCursor('e', 3, cursor) as [number, number, number]
  return { xid, id, recordedAt }
}
