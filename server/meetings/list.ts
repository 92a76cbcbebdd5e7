import { listMeetingsInReach, type MeetingRow } from '../../db/views/meetings.ts'
import type { Caller } from '../caller.ts'
import { scopeOf } from '../cases/scope.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'

const CALLED = 'mc'
const PAST = 'mp'
/** Later than any meeting may begin: where the past is read from its end. */
const FAR = Date.UTC(2100, 0, 1)

export interface MeetingList {
  /** Not yet held, the soonest first. */
  readonly called: readonly MeetingRow[]
  /** Held and called off, the latest first; they follow the last of the called ones. */
  readonly past: readonly MeetingRow[]
  readonly nextCursor: string | null
}

/** A page of the caller's meetings (`mine`), or of all that they may read. Throws `invalid_cursor`. */
export async function readMeetings(
  { sql }: Pick<Deps, 'sql'>,
  caller: Extract<Caller, { kind: 'staff' }>,
  world: FullWorld,
  { mine, cursor, limit }: { readonly mine: boolean; readonly cursor?: string | undefined; readonly limit: number },
): Promise<MeetingList> {
  const wish = { mine, person: caller.id, scope: scopeOf(caller, world) }
  const list = (phase: 'called' | 'past', after: [number, number] | undefined, most: number) =>
    listMeetingsInReach(sql, { ...wish, phase, after, limit: most })
  const inPast = cursor?.startsWith(`${PAST}-`) ?? false
  const after = cursor === undefined ? undefined : (readCursor(inPast ? PAST : CALLED, 2, cursor) as [number, number])
  const called = inPast ? [] : await list('called', after, limit + 1)
  if (called.length > limit) {
    const shown = called.slice(0, limit)
    return { called: shown, past: [], nextCursor: placeOf(CALLED, shown.at(-1)!) }
  }
  const room = limit - called.length
  const past = await list('past', inPast ? after : undefined, room + 1)
  const shown = past.slice(0, room)
  const last = shown.at(-1)
  const more = past.length > room
  return { called, past: shown, nextCursor: more ? (last ? placeOf(PAST, last) : writeCursor(PAST, FAR, 0)) : null }
}

const placeOf = (order: string, { startsAt, id }: MeetingRow) => writeCursor(order, startsAt, id)
