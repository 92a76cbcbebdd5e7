import type { EventRow } from '../../db/views/events.ts'
import type { EventView } from '../../shared/contract/event.ts'
import type { Because } from '../../shared/domain/because.ts'
import type { EventKind } from '../../shared/domain/events.ts'
import { masked } from '../../shared/domain/moderation.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import { eventCursor } from '../cursor.ts'
import type { FullWorld } from '../world.ts'
import type { Sight } from './view.ts'

/** The fields of each kind that everyone may read of a public case; those who work on it read all. */
const SHOWN: Readonly<Record<EventKind, readonly string[]>> = {
  reported: ['category', 'severity', 'channel'],
  assigned: ['ownerName', 'branch', 'level', 'because'],
  rung: [],
  verdict: ['deadline', 'subject', 'verdict', 'dueAt', 'decidedBy', 'policy', 'calendar', 'late'],
  escalated: ['from', 'to', 'because'],
  reacted: ['text', 'nextAction', 'nextActionOn'],
  updated: ['text', 'nextActionOn'],
  contacted: ['contact', 'body', 'channel', 'registeredOn', 'replyDueAt', 'outgoingNumber'],
  registered: ['contact', 'registeredOn', 'incomingNumber'],
  'delivery-settled': [],
  'reminded-body': ['contact', 'body'],
  replied: ['contact', 'reply', 'body', 'grade', 'incomingNumber', 'receivedAt'],
  graded: ['contact', 'reply', 'body', 'grade', 'was', 'receivedAt'],
  'reply-withdrawn': ['contact', 'reply', 'body'],
  rated: [],
  extended: ['contact', 'body', 'until', 'reason'],
  redirected: ['contact', 'from', 'to', 'receivedOn', 'replyDueAt', 'late'],
  committed: ['commitment', 'who', 'body', 'dueOn'],
  'commitment-ended': ['commitment', 'who', 'body', 'outcome', 'dueOn'],
  'meeting-called': ['meeting', 'startsAt', 'bodies'],
  'meeting-changed': ['meeting', 'startsAt', 'from', 'bodies'],
  'meeting-cancelled': ['meeting', 'startsAt', 'bodies'],
  met: ['meeting', 'startsAt', 'bodies', 'decisions', 'instructions'],
  instructed: ['instruction', 'dueOn', 'publicText'],
  'instruction-reported': ['instruction', 'final'],
  'instruction-accepted': ['instruction'],
  'instruction-returned': ['instruction'],
  'instruction-extended': ['instruction', 'until'],
  'instruction-extension-refused': [],
  'help-asked': ['help', 'dueAt'],
  'help-taken': [],
  'help-answered': ['help'],
  'help-withdrawn': [],
  rejected: ['reason', 'text', 'competentBody'],
  merged: ['into', 'reason'],
  'merged-from': ['number'],
  resolved: ['text'],
  confirmed: ['rating'],
  disputed: ['of'],
  reopened: ['because'],
  closed: ['text', 'because', 'secondSignature'],
  're-dated': ['deadline', 'contact', 'from', 'to', 'because'],
  supported: ['supporters'],
  attached: ['count'],
  moderated: ['what', 'reason'],
  erased: [],
}

/** What an outsider may read of a private case: its clock, without a word of anybody. */
export const CLOCK_KINDS: Readonly<Partial<Record<EventKind, readonly string[]>>> = {
  reported: ['category'],
  verdict: ['deadline', 'verdict', 'dueAt', 'decidedBy', 'policy', 'calendar', 'late'],
  escalated: ['from', 'to'],
  reacted: [],
  rejected: [],
  merged: [],
  resolved: [],
  reopened: [],
  closed: [],
  moderated: ['what', 'reason'],
  're-dated': ['deadline', 'from', 'to'],
}

/** Fields that hold instants; `from` and `to` do when they are numbers. */
const INSTANTS = new Set(['dueAt', 'rungDueAt', 'replyDueAt', 'receivedAt', 'from', 'to', 'startsAt', 'endsAt'])

/** Reasons that quote what a person wrote for colleagues, or name who was away. */
const INTERNAL: ReadonlySet<string> = new Set(['manual', 'requested', 'ownerAbsent', 'replyExtended'])

/** Those whose public word it is are named to everyone; anyone else only to those who work on the case. */
const ANSWERS: ReadonlySet<string> = new Set(['reacted', 'rejected', 'resolved'])

/** Shown as a person, by number only to those who work here. */
const PEOPLE = ['owner', 'responsible'] as const

/** The zone in which the instants of a case are written. */
export function zoneOf({ state }: Pick<EventRow, 'state'>, world: FullWorld): string {
  return world.reference.branch(state.branch)?.zone ?? 'UTC'
}

/**
 * An event as GET /cases/{n}/events and the socket show it, or null when it is not for this reader. Outsiders read public
 * events only, of a private case (as it was then, or is now) only its clock; nobody outside reads what may be erased.
 */
export function viewEvent(row: EventRow, sight: Sight, world: FullWorld): EventView | null {
  const own = sight === 'reporter' && row.byKind === 'reporter'
  const inside = sight === 'inside'
  if (!row.public && !inside && !own) return null
  const bare = sight === 'outside' && !(row.now.public && row.state.public)
  const fields = bare ? CLOCK_KINDS[row.kind] : SHOWN[row.kind]
  if (!fields) return null
  const zone = zoneOf(row, world)
  const details: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(row.data)) {
    if (key === 'seal' || (!inside && !isShown(fields, key, value))) continue
    const word = wordOf(key, value, zone, world)
    details[key] = inside ? word : withoutMasked(word, row.now.masks)
  }
  for (const who of PEOPLE) {
    const name = details[`${who}Name`]
    if (typeof name === 'string') details[who] = inside ? { id: row.data[who], name } : { name }
    delete details[`${who}Name`]
  }
  const named =
    (row.byKind === 'staff' || row.byKind === 'body') &&
    row.byName !== null &&
    (inside || (ANSWERS.has(row.kind) && !bare))
  return {
    ...details,
    ...((inside || own) && row.erasable ? row.erasable : {}),
    id: row.id,
    cursor: eventCursor(row),
    kind: row.kind,
    at: rfc3339(zone, row.at),
    recordedAt: rfc3339(zone, row.recordedAt),
    by: {
      kind: row.byKind,
      ...(named ? { name: row.byName! } : {}),
      ...(row.byRole !== null && !bare ? { role: row.byRole } : {}),
    },
    public: row.public,
  }
}

function isShown(fields: readonly string[], key: string, value: unknown): boolean {
  return fields.includes(key) && !(key === 'because' && INTERNAL.has((value as Because).key))
}

const isBecause = (value: unknown): value is Because =>
  typeof value === 'object' && value !== null && 'key' in value && 'params' in value

/** What the centre took out of public view is out of what people wrote, too. */
function withoutMasked(value: unknown, masks: readonly string[] | null | undefined): unknown {
  return masks && typeof value === 'string' ? masked(value, masks) : value
}

/** Reasons in words, instants as the contract writes them, all the way down. */
function wordOf(key: string, value: unknown, zone: string, world: FullWorld): unknown {
  if (typeof value === 'number') return INSTANTS.has(key) ? rfc3339(zone, value) : value
  if (isBecause(value)) return explain3(value, world.reference)
  if (Array.isArray(value)) return value.map((item) => wordOf(key, item, zone, world))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, wordOf(k, v, zone, world)]))
  return value
}
