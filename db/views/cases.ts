import type { Case } from '../../shared/domain/case.ts'
import type { Deadline } from '../../shared/domain/deadline.ts'
import { BLOCK_BITS, METRES_PER_DEGREE } from '../../shared/domain/facet.ts'
import type { Sql } from '../client.ts'
import { Params } from './params.ts'

/** Whose words are shown: nobody's but the public ones, also those of some branches and of one's own cases, or all. */
export type Scope =
  | { readonly of: 'public' }
  | { readonly of: 'some'; readonly branches: readonly string[]; readonly owner: number }
  | { readonly of: 'all' }

/** `newest`: as they came in; `reported`: by the instant of the report; `due`: what is due next first, only what owes something. */
export type CaseOrder = 'newest' | 'reported' | 'due'

export interface CaseList {
  readonly scope: Scope
  readonly order: CaseOrder
  /** The values of the last item seen: (id), (reportedAt, id) or (dueAt, id). */
  readonly after: readonly number[] | null
  readonly limit: number
  readonly now: number
  readonly region?: string | undefined
  readonly district?: string | undefined
  readonly categories?: readonly string[] | undefined
  readonly statuses?: readonly string[] | undefined
  readonly stage?: number | undefined
  readonly levels?: readonly string[] | undefined
  readonly severities?: readonly number[] | undefined
  readonly branches?: readonly string[] | undefined
  readonly owner?: number | undefined
  readonly overdue?: boolean | undefined
  readonly dueBefore?: number | undefined
  readonly from?: number | undefined
  readonly to?: number | undefined
  readonly box?: { west: number; south: number; east: number; north: number } | undefined
  readonly near?: { lat: number; lon: number; metres: number } | undefined
  /** Words and facets as a tsquery; with it the newest are read from the search index. */
  readonly search?: string | undefined
  /** Only cases whose words the reader may see: a search must not find what it may not show. */
  readonly shownOnly?: boolean | undefined
}

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
  readonly inside: boolean
  readonly deadlines: readonly Pick<Deadline, 'id' | 'kind' | 'subject' | 'dueAt' | 'because' | 'closedAt'>[]
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`

const OPEN = `c.status not in ('closed','rejected','merged')`

/** The open deadlines, and the response deadline also when it is closed: it explains the promised hour. */
export const SEEN_DEADLINES = `(select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'subject', d.subject,
    'dueAt', ${ms('d.due_at')}, 'because', d.because, 'closedAt', ${ms('d.closed_at')})), '[]')
  from deadlines d where d.case_id = c.id and (d.closed_at is null or d.kind = 'response'))`

const seen = (shown: string, inside: string) => `c.id, c.number, c.kind, c.category, c.severity, c.region, c.district,
  case when ${shown} then c.address end as address, case when ${shown} then c.lat end as lat,
  case when ${shown} then c.lon end as lon, case when ${shown} then c.title end as title,
  case when ${shown} then c.text end as text, c.language, c.channel, c.public, c.status, c.stage, c.level, c.branch, c.owner,
  c.reported_at as "reportedAt", c.recorded_at as "recordedAt", c.respond_by as "respondBy",
  c.responded_at as "respondedAt", c.due_at as "dueAt", c.raised_at as "raisedAt", c.resolved_at as "resolvedAt",
  c.closed_at as "closedAt", c.public_answer as "publicAnswer", c.needs_second_signature as "needsSecondSignature",
  c.version, c.supporters, c.updated_at as "updatedAt", c.erased_at as "erasedAt", b.timezone as zone,
  ${inside} as inside, ${SEEN_DEADLINES} as deadlines`

/** What belongs to an order: its columns, its direction, and what it leaves out. */
const ORDERS = {
  newest: { keys: 'c.id', by: (a: string) => `${a}.id desc`, only: null, past: '<', types: ['bigint'] },
  reported: {
    keys: 'c.reported_at, c.id',
    by: (a: string) => `${a}.reported_at desc, ${a}.id desc`,
    only: null,
    past: '<',
    types: ['timestamptz', 'bigint'],
  },
  due: {
    keys: 'c.due_at, c.id',
    by: (a: string) => `${a}.due_at, ${a}.id`,
    only: `c.due_at is not null and ${OPEN}`,
    past: '>',
    types: ['timestamptz', 'bigint'],
  },
} as const

/**
 * A page of cases, and one more when there are more. Every shape of question has its index, and the cost is that of a page:
 * search and facets read the newest blocks first; branches, owners and statuses are read each in its own order and merged.
 */
export async function listCases(sql: Sql, list: CaseList): Promise<ListedCase[]> {
  const params = new Params()
  const { shown, inside } = sightOf(list.scope, params)
  const searched = list.order === 'newest' ? list.search : undefined
  const lane = searched === undefined ? laneOf(list) : undefined
  const where = conditions(list, lane?.column, shown, params)
  const page = searched === undefined ? walk(list, lane, where, params) : ladder(list, searched, where, params)
  const text = `with ${page}
select ${seen(shown, inside)}
from page p join cases c on c.id = p.id join branches b on b.code = c.branch order by ${ORDERS[list.order].by('p')}`
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

interface Lane {
  readonly column: 'owner' | 'branch' | 'status'
  readonly type: 'bigint' | 'text'
  readonly keys: readonly (string | number)[]
}

/** The most selective thing asked for that has an index in the order asked for. */
function laneOf(list: CaseList): Lane | undefined {
  if (list.order === 'reported') return undefined
  if (list.owner !== undefined) return { column: 'owner', type: 'bigint', keys: [list.owner] }
  if (list.branches) return { column: 'branch', type: 'text', keys: list.branches }
  if (list.statuses && list.order === 'newest') return { column: 'status', type: 'text', keys: list.statuses }
  return undefined
}

function conditions(list: CaseList, lane: string | undefined, shown: string, params: Params): string[] {
  const where: string[] = []
  const among = (column: string, values: readonly (string | number)[] | undefined, type: string) => {
    if (values && column !== lane) where.push(`c.${column} = any(${params.add(values, `${type}[]`)})`)
  }
  const one = (column: string, value: string | number | undefined, type: string, operator = '=') => {
    if (value !== undefined && column !== lane) where.push(`c.${column} ${operator} ${params.add(value, type)}`)
  }
  const order = ORDERS[list.order]
  if (order.only) where.push(order.only)
  one('region', list.region, 'text')
  one('district', list.district, 'text')
  among('category', list.categories, 'text')
  among('status', list.statuses, 'text')
  one('stage', list.stage, 'int')
  among('level', list.levels, 'text')
  among('severity', list.severities, 'int')
  among('branch', list.branches, 'text')
  one('owner', list.owner, 'bigint')
  one('due_at', list.dueBefore, 'timestamptz', '<')
  if (list.overdue === true) one('due_at', list.now, 'timestamptz', '<=')
  if (list.overdue === false) where.push(`(c.due_at is null or c.due_at > ${params.add(list.now, 'timestamptz')})`)
  one('reported_at', list.from, 'timestamptz', '>=')
  one('reported_at', list.to, 'timestamptz', '<')
  if (list.box) {
    const { south, north, west, east } = list.box
    where.push(`c.lat between ${params.add(south, 'float8')} and ${params.add(north, 'float8')}`)
    where.push(`c.lon between ${params.add(west, 'float8')} and ${params.add(east, 'float8')}`)
  }
  if (list.near) where.push(nearby(list.near, params))
  if (list.shownOnly) where.push(shown)
  if (list.search !== undefined && list.order !== 'newest')
    where.push(`c.search @@ ${params.add(list.search, 'tsquery')}`)
  if (list.after) {
    const values = order.types.map((type, i) => params.add(list.after![i]!, type))
    where.push(`(${order.keys}) ${order.past} (${values.join(', ')})`)
  }
  return where
}

/** Flat-earth distance: within a few kilometres it is right to a metre. */
function nearby({ lat, lon, metres }: NonNullable<CaseList['near']>, params: Params): string {
  const dLat = `(c.lat - ${params.add(lat, 'float8')}) * ${METRES_PER_DEGREE}`
  const dLon = `(c.lon - ${params.add(lon, 'float8')}) * ${params.add(METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180), 'float8')}`
  return `power(${dLat}, 2) + power(${dLon}, 2) <= power(${params.add(metres, 'float8')}, 2)`
}

const and = (where: readonly string[]) => (where.length > 0 ? where.join(' and ') : 'true')

/** Along an index in the order asked for; several keys are read side by side, a page of each, and merged. */
function walk(list: CaseList, lane: Lane | undefined, where: readonly string[], params: Params): string {
  const order = ORDERS[list.order]
  const limit = params.add(list.limit, 'int')
  const part = (more: readonly string[]) =>
    `select c.id, c.due_at, c.reported_at from cases c where ${and([...where, ...more])} order by ${order.by('c')} limit ${limit}`
  if (!lane) return `page as materialized (${part([])})`
  if (lane.keys.length === 1)
    return `page as materialized (${part([`c.${lane.column} = ${params.add(lane.keys[0]!, lane.type)}`])})`
  const keys = params.add(lane.keys, `${lane.type}[]`)
  return `page as materialized (
  select x.* from unnest(${keys}) as lane (key) cross join lateral (${part([`c.${lane.column} = lane.key`])}) x
  order by ${order.by('x')} limit ${limit})`
}

/**
 * Through the search index, by blocks of ids from the newest (or the cursor) down. A step is taken only when the one before
 * did not fill the page, so whatever is common is found in the first blocks, and what is rare is cheap to find anywhere.
 * `id + 0` keeps the planner from walking the primary key and testing every row.
 */
function ladder(list: CaseList, search: string, where: readonly string[], params: Params): string {
  const limit = params.add(list.limit, 'int')
  const query = params.add(search, 'text')
  const from = list.after ? `${params.add(list.after[0]!, 'bigint')} - 1` : '(select max(id) from cases)'
  const blocks = (bits: number) =>
    `(select format('''b${bits}:%s'' | ''b${bits}:%s''', id >> ${bits}, (id >> ${bits}) - 1) from edge)`
  const step = (i: number, query: string) => {
    // A step that was not taken is empty, so every one before has to be asked.
    const unfilled = Array.from({ length: i }, (_, n) => `(select count(*) from s${n}) < ${limit} and `).join('')
    return `s${i} as materialized (select c.id, c.due_at, c.reported_at from cases c
  where ${unfilled}c.search @@ ${query} and ${and(where)}
  order by (c.id + 0) desc limit ${limit})`
  }
  const last = BLOCK_BITS.length
  const steps = BLOCK_BITS.map((bits, i) => step(i, `(select (${query} || ' & (' || ${blocks(bits)} || ')')::tsquery)`))
  steps.push(step(last, `${query}::tsquery`))
  const all = Array.from({ length: last + 1 }, (_, i) => `select * from s${i}`).join(' union ')
  return `edge as materialized (select ${from} as id),
${steps.join(',\n')},
page as materialized (select x.* from (${all}) x order by x.id desc limit ${limit})`
}
