import { type CommitmentShown, listCommitments } from '../../../db/commitments.ts'
import { touchPresence } from '../../../db/presence.ts'
import { type ListedCase, listCases } from '../../../db/views/cases.ts'
import type { ContactRow } from '../../../db/views/contacts.ts'
import { listContacts } from '../../../db/views/contacts.ts'
import { listMeetings, type MeetingRow } from '../../../db/views/meetings.ts'
import { caseQuery } from '../../../shared/contract/case-list.ts'
import { PERMISSIONS } from '../../../shared/domain/permissions.ts'
import { roleOn, targetOf } from '../../caller.ts'
import { askList } from '../../cases/list.ts'
import { actorFor } from '../../cases/work.ts'
import type { Deps } from '../../deps.ts'
import { type ReadCase, readCase } from '../case-read.ts'
import type { StaffAsked } from '../staff/pages.ts'
import { CASE_DEEDS, type CaseDeed, isPossible } from './deeds.ts'
import { filtersOf, type Queue, readQueue } from './queue-read.ts'

const LETTERS = 50
const MEETINGS = 50
const SIMILAR = 5
const NEAR_M = 1_500
/** So much of the queue stands beside the case. */
const BESIDE = 12
/** The page is read anew each minute while it is open: whoever was not heard of twice has gone. */
const PRESENT_MS = 130_000

export interface DeskCase {
  readonly read: ReadCase
  readonly letters: readonly ContactRow[]
  readonly meetings: readonly MeetingRow[]
  /** What was promised and is not settled, the latest first. */
  readonly promises: readonly CommitmentShown[]
  readonly similar: readonly ListedCase[]
  readonly queue: Queue
  /** What this person may do to this case as it stands. */
  readonly can: ReadonlySet<CaseDeed>
  /** Whether they may write down what became of its letters, and open the reporter's contacts. */
  readonly works: boolean
  /** Names of those who have the case open now besides. */
  readonly looking: readonly string[]
}

/** The case with all that stands around it at the desk. Throws `not_found`, `forbidden`. */
export async function readDeskCase(deps: Deps, asked: StaffAsked, number: string): Promise<DeskCase> {
  const { request, here, world, form } = asked
  const read = await readCase(deps, number, 'inside', here.now)
  const { case: c } = read.row.facts
  actorFor(request, read.row, world)
  const target = targetOf(world, c.branch, c.owner)
  const may = (path: string) =>
    roleOn(request, target, PERMISSIONS[`POST /${here.lang}/desk/cases/:number/${path}`]) !== null
  const [letters, meetings, promises, similar, queue, present] = await Promise.all([
    listContacts(deps.sql, c.id, 0, LETTERS),
    listMeetings(deps.sql, c.id, 0, MEETINGS),
    listCommitments(deps.sql, c.id, 0, LETTERS),
    listSimilar(deps, asked, read),
    readQueue(deps, here, world, filtersOf(backOf(form), here.me), { limit: BESIDE }),
    touchPresence(deps.sql, { caseId: c.id, staff: here.me.id, at: here.now, since: here.now - PRESENT_MS }),
  ])
  return {
    read,
    letters,
    meetings,
    promises: promises
      .filter((promise) => promise.deadline.outcome === null)
      .sort((a, b) => a.deadline.dueAt - b.deadline.dueAt),
    similar,
    queue,
    can: new Set(CASE_DEEDS.filter((deed) => isPossible(deed, c) && may(deed))),
    works: may('reporter'),
    looking: present.flatMap((id) => world.roster.person(id)?.name ?? []),
  }
}

/** The filters of the queue one came from: in the address of the page, in the field `back` of its forms. */
export function backOf(form: Readonly<Record<string, string>>): Record<string, string> {
  return form.back === undefined ? { ...form } : Object.fromEntries(new URLSearchParams(form.back.slice(0, 1_000)))
}

/** Open cases of the same kind nearby: by the point where there is one, else in the same district or region. */
async function listSimilar(deps: Deps, { here, world }: StaffAsked, { row }: ReadCase): Promise<ListedCase[]> {
  const { case: c } = row.facts
  const place =
    c.lat !== null && c.lon !== null
      ? { near: `${c.lat.toFixed(5)},${c.lon.toFixed(5)},${NEAR_M}` }
      : c.district !== null
        ? { district: c.district }
        : c.region !== null
          ? { region: c.region }
          : null
  if (!place) return []
  const query = caseQuery.parse({ category: c.category, status: 'open', limit: SIMILAR + 1, ...place })
  const { list } = askList(query, here.me, world, here.now)
  const found = await listCases(deps.sql, { ...list, shownOnly: true })
  return found.filter((other) => other.number !== c.number).slice(0, SIMILAR)
}
