import type { EventRow } from '../../db/feed.ts'
import type { Because } from '../../shared/domain/because.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import type { Sight } from '../cases/view.ts'
import type { FullWorld } from '../world.ts'

/** An event as GET /cases/{n}/events and the socket show it; what the reader may not see is absent. */
export interface EventView {
  readonly id: number
  readonly cursor: string
  readonly kind: string
  readonly at: string
  readonly recordedAt: string
  readonly by: { readonly kind: string; readonly name?: string; readonly role?: string }
  readonly public: boolean
  readonly [detail: string]: unknown
}

/** What an outsider is shown of an event of a private case: the clock, and where the case stands. No words, no names. */
const BARE = new Set([
  'deadline',
  'verdict',
  'dueAt',
  'decidedBy',
  'policy',
  'calendar',
  'late',
  'category',
  'severity',
  'channel',
  'level',
  'branch',
  'because',
])
/** What `from` and `to` of these kinds hold is an instant or a level, nothing about the matter. */
const MOVED = new Set(['re-dated', 'escalated'])
/** Ids of people and keys of our own, for those who work here. */
const INTERNAL = new Set(['owner', 'responsible', 'coExecutors', 'deadlineId', 'contact', 'reply'])
/** The salted hash of what may be erased belongs to the ledger. */
const HIDDEN = new Set(['seal', 'ownerName', 'responsibleName'])

/** The zone in which the instants of a case are written. */
export function zoneOf({ state }: Pick<EventRow, 'state'>, world: FullWorld): string {
  return world.reference.branch(state.branch)?.zone ?? 'UTC'
}

/**
 * The event for a reader, or null when it is not for them. Outsiders see public events only; of a private case (as it was
 * then, or is now) neither words nor names.
 */
export function viewEvent(row: EventRow, sight: Sight, world: FullWorld): EventView | null {
  if (!row.public && sight !== 'inside') return null
  const bare = sight === 'outside' && !(row.now.public && row.state.public)
  const zone = zoneOf(row, world)
  const details: Record<string, unknown> = {}
  const all = bare || !row.erasable ? row.data : { ...row.data, ...row.erasable }
  for (const [key, value] of Object.entries(all)) {
    if (HIDDEN.has(key) || (sight !== 'inside' && INTERNAL.has(key))) continue
    if (bare && !isBare(row.kind, key, value)) continue
    details[key] = shown(row.kind, key, value, zone, world)
  }
  if (!bare) Object.assign(details, people(row.data, sight))
  return {
    ...details,
    id: row.id,
    cursor: row.cursor,
    kind: row.kind,
    at: rfc3339(zone, row.at),
    recordedAt: rfc3339(zone, row.recordedAt),
    by: {
      kind: row.byKind,
      ...(row.byName && !bare ? { name: row.byName } : {}),
      ...(row.byRole ? { role: row.byRole } : {}),
    },
    public: row.public,
  }
}

function isBare(kind: string, key: string, value: unknown): boolean {
  if (key === 'from' || key === 'to') return MOVED.has(kind)
  if (!BARE.has(key)) return false
  // A person's own words stand in some reasons, and names in others.
  return !isBecause(value) || !['reason', 'name', 'source', 'number'].some((word) => word in value.params)
}

/** People are shown by name, as on the case itself; by id only to those who work here. */
function people(data: EventRow['data'], sight: Sight): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  for (const who of ['owner', 'responsible']) {
    const name = data[`${who}Name`]
    if (typeof name !== 'string') continue
    out[who] = { ...(sight === 'inside' ? { id: data[who] } : {}), name }
  }
  return out
}

function isBecause(value: unknown): value is Because {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Because).key === 'string' &&
    typeof (value as Because).params === 'object'
  )
}

/** Reasons become words in three languages, instants RFC 3339; everything else stays. */
function shown(kind: string, key: string, value: unknown, zone: string, world: FullWorld): unknown {
  if (isBecause(value)) return explain3(value, world.reference)
  if (Array.isArray(value)) return value.map((item) => shown(kind, '', item, zone, world))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shown(kind, k, v, zone, world)]))
  }
  const isInstant = /At$/.test(key) || (kind === 're-dated' && (key === 'from' || key === 'to'))
  return isInstant && typeof value === 'number' ? rfc3339(zone, value) : value
}
