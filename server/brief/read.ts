import {
  type BriefList,
  type BriefScope,
  listDueCases,
  listFaultyCases,
  listFreshCases,
  listLateReplies,
  listOwedInstructions,
  listRaisedCases,
  listUnconfirmedCases,
  listUngradedReplies,
  listWorstBranches,
  type OwedInstruction,
} from '../../db/brief.ts'
import type { Sql } from '../../db/client.ts'
import { listLedgerDays } from '../../db/ledger.ts'
import { loadRoster, type RosterRows } from '../../db/roster.ts'
import { countPen } from '../../db/views/inbox.ts'
import { endOfLocalDay } from '../../shared/domain/clock.ts'
import { gaps } from '../../shared/domain/roster.ts'
import { localDate } from '../../shared/domain/zone.ts'

const HOUR = 3_600_000
/** Roster gaps are shown so far ahead. */
export const AHEAD_MS = 72 * HOUR
const NEW_FOR_MS = 24 * HOUR
const WORST = 10

export interface Gap {
  readonly branch: string
  readonly from: number
  readonly to: number
}

/** What somebody has to know in the morning. Instants are epoch ms. */
export interface Brief {
  readonly overdue: BriefList
  readonly dueToday: BriefList
  readonly fresh: BriefList
  readonly replies: BriefList
  /** Replies that wait to be read and graded. */
  readonly ungraded: BriefList
  readonly confirmations: BriefList
  readonly instructions: readonly OwedInstruction[]
  readonly gaps: readonly Gap[]
  /** The last closed day of the public ledger: who has its root in a mail can tell whether it was changed. */
  readonly ledger: { readonly date: string; readonly root: string } | null
  readonly centre: {
    readonly raised: BriefList
    readonly faults: BriefList
    readonly branches: readonly { branch: string; overdue: number }[]
    /** Mails that nobody has placed yet. */
    readonly pen: number
  } | null
}

export interface BriefWish {
  readonly scope: BriefScope
  /** Zone of the reader: what "today" is. */
  readonly zone: string
  /** Branches whose roster is looked at. */
  readonly rosters: readonly string[]
  readonly centre: boolean
  /** Whose instructions are listed. */
  readonly person?: number
}

/** Reads a brief: one query for each section, every one with a limit. */
export async function readBrief(sql: Sql, wish: BriefWish, at: number): Promise<Brief> {
  const { scope, zone, rosters, centre, person } = wish
  const today = localDate(zone, at)
  const ends = endOfLocalDay(zone, today)
  const [
    overdue,
    dueToday,
    fresh,
    replies,
    ungraded,
    confirmations,
    instructions,
    roster,
    raised,
    faults,
    branches,
    pen,
    [closed],
  ] = await Promise.all([
    listDueCases(sql, scope, null, at + 1),
    listDueCases(sql, scope, at + 1, ends),
    listFreshCases(sql, scope, at - NEW_FOR_MS, ends),
    listLateReplies(sql, scope, at),
    listUngradedReplies(sql, scope),
    listUnconfirmedCases(sql, scope),
    person === undefined ? [] : listOwedInstructions(sql, person, today),
    loadRoster(sql, rosters, at, at + AHEAD_MS),
    centre ? listRaisedCases(sql) : undefined,
    centre ? listFaultyCases(sql) : undefined,
    centre ? listWorstBranches(sql, WORST) : undefined,
    centre ? countPen(sql) : 0,
    rosters.length > 0 ? listLedgerDays(sql, null, 1) : [],
  ])
  return {
    overdue,
    dueToday,
    fresh,
    replies,
    ungraded,
    confirmations,
    instructions,
    gaps: gapsOf(roster, at),
    ledger: closed ? { date: closed.date, root: closed.root } : null,
    centre: raised && faults && branches ? { raised, faults, branches, pen } : null,
  }
}

/** When nobody is on duty in the branches that keep a roster, earliest first. */
export function gapsOf(roster: RosterRows, at: number): Gap[] {
  return roster.rostered
    .flatMap((branch) =>
      gaps(roster.shifts, roster.absences, branch, at, at + AHEAD_MS).map((span) => ({ branch, ...span })),
    )
    .sort((a, b) => a.from - b.from || (a.branch < b.branch ? -1 : 1))
}
