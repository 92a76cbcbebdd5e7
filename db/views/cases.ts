import type { Case } from '../../shared/domain/case.ts'
import type { Deadline } from '../../shared/domain/deadline.ts'
import type { Sql } from '../client.ts'
import { ms } from '../ms.ts'
import type { CaseList, Scope } from './case-list.ts'
import { conditions, ladder, laneOf, ORDERS, walk } from './case-walk.ts'
import { Params } from './params.ts'
import { PLACE_HIDDEN, POINT_HIDDEN } from './point.ts'

/** A case as a list shows it; what the reader may not see is null. `inside`: the reader works on it. */
export type ListedCase = Omit<
  Case,
  | 'source'
  | 'externalId'
  | 'nextDeadline'
  | 'onWall'
  | 'decidedBy'
  | 'decidedAs'
  | 'decidedAt'
  | 'disputedPerson'
  | 'rejectionDisputes'
  | 'underWay'
  | 'mergedInto'
  | 'reporterHasEmail'
  | 'followers'
> & {
  readonly supporters: number
  readonly updatedAt: number
  readonly erasedAt: number | null
  /** Words that nobody outside reads. */
  readonly masks: readonly string[] | null
  /** Outsiders are shown no point. */
  readonly pointHidden: boolean
  readonly inside: boolean
  readonly deadlines: readonly Pick<Deadline, 'id' | 'kind' | 'subject' | 'dueAt' | 'because' | 'closedAt'>[]
}

/** The open deadlines, and the response deadline also when it is closed: it explains the promised hour. */
export const SEEN_DEADLINES = `(select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'subject', d.subject,
    'dueAt', ${ms('d.due_at')}, 'because', d.because, 'closedAt', ${ms('d.closed_at')})), '[]')
  from deadlines d where d.case_id = c.id and (d.closed_at is null or d.kind = 'response'))`

const exact = (shown: string, inside: string) => `${shown} and (${inside} or not ${POINT_HIDDEN})`

const seen = (shown: string, inside: string) => `c.id, c.number, c.kind, c.category, c.severity, c.region, c.district,
  case when ${shown} and (${inside} or not ${PLACE_HIDDEN}) then c.address end as address, case when ${exact(shown, inside)} then c.lat end as lat,
  case when ${exact(shown, inside)} then c.lon end as lon, case when ${shown} then c.title end as title,
  case when ${shown} then c.text end as text, c.language, c.channel, c.public, c.status, c.stage, c.level, c.branch, c.owner,
  c.reported_at as "reportedAt", c.recorded_at as "recordedAt", c.respond_by as "respondBy",
  c.responded_at as "respondedAt", c.due_at as "dueAt", c.raised_at as "raisedAt", c.resolved_at as "resolvedAt",
  c.closed_at as "closedAt", c.public_answer as "publicAnswer", c.needs_second_signature as "needsSecondSignature",
  c.version, c.supporters, c.updated_at as "updatedAt", c.erased_at as "erasedAt", c.moderation->'words' as masks,
  ${POINT_HIDDEN} as "pointHidden", b.timezone as zone,
  ${inside} as inside, ${SEEN_DEADLINES} as deadlines`

/**
 * A page of cases, and one more when there are more. Every shape of question has its index, and the cost is that of a page:
 * search and facets read the newest blocks first; branches, owners and statuses are read each in its own order and merged.
 */
export async function listCases(sql: Sql, list: CaseList): Promise<ListedCase[]> {
  const params = new Params()
  const { shown, inside } = sightOf(list.scope, params)
  const lane = laneOf(list)
  const where = conditions(list, lane?.column, { shown, inside }, params)
  const page =
    list.search === undefined || list.order !== 'newest'
      ? walk(list, lane, where, params)
      : ladder(list, list.search, lane, where, params)
  const text = `with ${page}
select ${seen(shown, inside)}
from page p join cases c on c.id = p.id join branches b on b.code = c.branch order by ${ORDERS[list.order].by('p')} limit ${params.add(list.limit, 'int')}`
  return sql.unsafe<ListedCase[]>(text, params.values as never[], { prepare: true })
}

/** One case by its number as a list shows it. */
export async function findListedCase(sql: Sql, scope: Scope, number: string): Promise<ListedCase | undefined> {
  const params = new Params()
  const { shown, inside } = sightOf(scope, params)
  const [row] = await sql.unsafe<ListedCase[]>(
    `select ${seen(shown, inside)} from cases c join branches b on b.code = c.branch where c.number = ${params.add(number, 'text')}`,
    params.values as never[],
    { prepare: true },
  )
  return row
}

function sightOf(scope: Scope, params: Params): { shown: string; inside: string } {
  if (scope.of === 'all') return { shown: 'true', inside: 'true' }
  if (scope.of === 'public') return { shown: 'c.public', inside: 'false' }
  const inside = `(c.branch = any(${params.add(scope.branches, 'text[]')}) or c.owner = ${params.add(scope.owner, 'bigint')})`
  return { shown: `(c.public or ${inside})`, inside }
}
