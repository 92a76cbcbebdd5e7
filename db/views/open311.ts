import type { PublicAnswer } from '../../shared/domain/case.ts'
import type { Status } from '../../shared/domain/status.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Sql } from '../client.ts'
import { Params } from './params.ts'
import { PLACE_HIDDEN, POINT_HIDDEN } from './point.ts'

/** A case as everybody may read it; what is not public is null. Instants are epoch milliseconds. */
export interface PublicRequest {
  readonly number: string
  readonly category: string
  readonly region: string | null
  readonly district: string | null
  readonly branch: string
  readonly public: boolean
  readonly address: string | null
  readonly lat: number | null
  readonly lon: number | null
  readonly title: string | null
  readonly text: string | null
  readonly pointHidden: boolean
  /** Words that nobody outside reads. */
  readonly masks: readonly string[] | null
  readonly status: Status
  readonly publicAnswer: PublicAnswer | null
  /** The latest public words of those who work on it. */
  readonly said: string | null
  readonly reportedAt: number
  readonly updatedAt: number
  readonly respondBy: number
  readonly respondedAt: number | null
  readonly closedAt: number | null
  /** By when it is to be solved; null when nothing is owed any more. */
  readonly solveBy: number | null
  /** The first picture that everybody may open. */
  readonly picture: number | null
  readonly zone: string
  readonly language: Lang
}

const SHOWN = `select c.number, c.category, c.region, c.district, c.branch, c.public, c.status, c.language,
  case when c.public and not ${PLACE_HIDDEN} then c.address end as address,
  case when c.public and not ${POINT_HIDDEN} then c.lat end as lat,
  case when c.public and not ${POINT_HIDDEN} then c.lon end as lon,
  case when c.public and c.erased_at is null then c.title end as title,
  case when c.public and c.erased_at is null then c.text end as text,
  ${POINT_HIDDEN} as "pointHidden", c.moderation->'words' as masks, c.public_answer as "publicAnswer",
  c.reported_at as "reportedAt", c.updated_at as "updatedAt", c.respond_by as "respondBy",
  c.responded_at as "respondedAt", c.closed_at as "closedAt", b.timezone as zone,
  (select e.data->>'text' from events e where c.public and c.erased_at is null and e.case_id = c.id and e.public
    and (e.state->>'public')::boolean and e.kind in ('reacted','updated','resolved') order by e.xid desc, e.id desc limit 1) as said,
  (select max(d.due_at) from deadlines d where d.case_id = c.id and d.kind = 'overall' and d.closed_at is null) as "solveBy",
  (select min(a.id) from attachments a where c.public and a.case_id = c.id and a.public and a.hidden_at is null
    and a.bytes is not null and a.mime like 'image/%') as picture`

/**
 * Reported from `from` on and before `to` (epoch ms), the newest first. Read along the index of the report's instant until
 * the page is full; `offset 0` keeps the planner from sorting the whole period instead.
 */
export async function listPublicRequests(
  sql: Sql,
  asked: {
    readonly from: number
    readonly to: number
    readonly categories?: readonly string[] | undefined
    readonly statuses?: readonly string[] | undefined
    readonly limit: number
    readonly offset: number
  },
): Promise<PublicRequest[]> {
  const params = new Params()
  const where: string[] = []
  const within = `c.reported_at >= ${params.add(asked.from, 'timestamptz')} and c.reported_at < ${params.add(asked.to, 'timestamptz')}`
  if (asked.categories) where.push(`c.category = any(${params.add(asked.categories, 'text[]')})`)
  if (asked.statuses) where.push(`c.status = any(${params.add(asked.statuses, 'text[]')})`)
  const text = `with page as materialized (
    select c.id, c.reported_at from (
      select id, reported_at, category, status from cases c where ${within} order by reported_at desc, id desc offset 0) c
    ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
    limit ${params.add(asked.limit, 'int')} offset ${params.add(asked.offset, 'bigint')})
  ${SHOWN} from page p join cases c on c.id = p.id join branches b on b.code = c.branch
  order by p.reported_at desc, p.id desc`
  return sql.unsafe<PublicRequest[]>(text, params.values as never[], { prepare: true })
}

/** By their numbers, the newest first; missing ones are left out. */
export async function listPublicRequestsOf(sql: Sql, numbers: readonly string[]): Promise<PublicRequest[]> {
  const text = `${SHOWN} from cases c join branches b on b.code = c.branch where c.number = any($1::text[])
  order by c.reported_at desc, c.id desc`
  return sql.unsafe<PublicRequest[]>(text, [numbers as string[]], { prepare: true })
}

/** When an administrator last changed a category (epoch ms); null: they are as shipped. */
export async function findServicesChange(sql: Sql): Promise<number | null> {
  const [row] = await sql<{ at: number }[]>`
    select at from config_log where what = 'categories.save' order by at desc limit 1`
  return row?.at ?? null
}
