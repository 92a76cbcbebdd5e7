import { BLOCK_BITS, METRES_PER_DEGREE } from '../../shared/domain/facet.ts'
import { OPEN } from '../open-case.ts'
import type { CaseList } from './case-list.ts'
import type { Params } from './params.ts'
import { POINT_HIDDEN } from './point.ts'

/** What belongs to an order: its columns, its direction, and what it leaves out. */
export const ORDERS = {
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

interface Lane {
  readonly column: 'owner' | 'branch' | 'status' | 'level'
  readonly type: 'bigint' | 'text'
  readonly keys: readonly (string | number)[]
  /** The literal condition of a partial index. */
  readonly only?: string
}

/** The most selective thing asked for that has an index in the order asked for. */
export function laneOf(list: CaseList): Lane | undefined {
  const { order, levels } = list
  if (order === 'reported') return undefined
  if (list.owner !== undefined) return { column: 'owner', type: 'bigint', keys: [list.owner] }
  if (list.branches) return { column: 'branch', type: 'text', keys: list.branches }
  if (levels?.every((level) => level !== 'region') && (order === 'newest' || levels.join() === 'central')) {
    const only = order === 'due' ? `c.level = 'central'` : `c.level <> 'region'`
    return { column: 'level', type: 'text', keys: levels, only }
  }
  if (list.statuses && order === 'newest') return { column: 'status', type: 'text', keys: list.statuses }
  return undefined
}

/** What the list asks for besides its lane and its range. */
export function conditions(
  list: CaseList,
  lane: string | undefined,
  { shown, inside }: { shown: string; inside: string },
  params: Params,
): string[] {
  const where: string[] = []
  const among = (column: string, values: readonly (string | number)[] | undefined, type: string) => {
    if (values && column !== lane) where.push(`c.${column} = any(${params.add(values, `${type}[]`)})`)
  }
  const one = (column: string, value: string | number | undefined, type: string) => {
    if (value !== undefined && column !== lane) where.push(`c.${column} = ${params.add(value, type)}`)
  }
  one('region', list.region, 'text')
  one('district', list.district, 'text')
  among('category', list.categories, 'text')
  among('status', list.statuses, 'text')
  one('stage', list.stage, 'int')
  among('level', list.levels, 'text')
  among('severity', list.severities, 'int')
  among('branch', list.branches, 'text')
  one('owner', list.owner, 'bigint')
  if (list.overdue === false) where.push(`(c.due_at is null or c.due_at > ${params.add(list.now, 'timestamptz')})`)
  if (list.box) {
    const { south, north, west, east } = list.box
    where.push(`c.lat between ${params.add(south, 'float8')} and ${params.add(north, 'float8')}`)
    where.push(`c.lon between ${params.add(west, 'float8')} and ${params.add(east, 'float8')}`)
  }
  if (list.near) where.push(nearby(list.near, params))
  // Boxes made smaller and smaller must not find the point that is not shown.
  if (list.box || list.near) where.push(`(${inside} or not ${POINT_HIDDEN})`)
  if (list.shownOnly) where.push(shown)
  return where
}

/** Where the list begins and ends. */
function range(list: CaseList, params: Params): string[] {
  const order = ORDERS[list.order]
  const where: string[] = order.only ? [order.only] : []
  const instant = (column: string, value: number | undefined, operator: string) => {
    if (value !== undefined) where.push(`c.${column} ${operator} ${params.add(value, 'timestamptz')}`)
  }
  instant('due_at', list.dueBefore, '<')
  instant('due_at', list.overdue ? list.now : undefined, '<=')
  instant('reported_at', list.from, '>=')
  instant('reported_at', list.to, '<')
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

/**
 * Along the index of the order, testing the rest row by row until the page is full. `offset 0` keeps the tests out of the
 * inner query: by its guesses the planner would rather read and sort everything that is open (measured: 10,000 pages
 * instead of 500 for the wall of 100,000 cases).
 */
function along(list: CaseList, within: readonly string[], where: readonly string[], limit: string, most = 'offset 0') {
  return `select c.id, c.due_at, c.reported_at from (
    select c.* from cases c where ${and(within)} order by ${ORDERS[list.order].by('c')} ${most}) c
  where ${and(where)} limit ${limit}`
}

/** The one key of a lane, along its index. */
function keyOf(lane: Lane | undefined, key: string): string[] {
  return lane ? [...(lane.only ? [lane.only] : []), `c.${lane.column} = ${key}`] : []
}

const PAGES = [2, 6, 11, 21, 51, 101, 201]

/**
 * How many are looked up, as a number in the text and rounded up, so that the texts stay few; the page is cut to the
 * parameter at the very end. With a parameter here the planner guesses a tenth of the table, finds its plan for any values
 * dear, and plans each question anew (a board of twenty: 2.5 ms, now 1.0).
 */
const most = ({ limit }: CaseList) => String(PAGES.find((page) => page >= limit) ?? limit)

/** Several keys of a lane are read side by side, a page of each, and merged. */
export function walk(list: CaseList, lane: Lane | undefined, where: readonly string[], params: Params): string {
  const order = ORDERS[list.order]
  const within = range(list, params)
  const limit = most(list)
  if (list.search !== undefined) where = [...where, `c.search @@ ${params.add(list.search, 'text')}::tsquery`]
  if (!lane || lane.keys.length === 1) {
    const key = lane ? params.add(lane.keys[0]!, lane.type) : ''
    return `page as materialized (${along(list, [...keyOf(lane, key), ...within], where, limit)})`
  }
  const keys = params.add(lane.keys, `${lane.type}[]`)
  return `page as materialized (
  select x.* from unnest(${keys}) as lane (key)
  cross join lateral (${along(list, [...keyOf(lane, 'lane.key'), ...within], where, limit)}) x
  order by ${order.by('x')} limit ${limit})`
}

/** So many of the newest are tested one by one before the search index is asked. */
const WALKED = 1024

/** A word that none of the newest holds, and fewer in the newest block, needs no facets to be found: they cost more than to test the few. */
const FEW = 64

/** A box of several square degrees: some of the newest lie in it, and the index would gather dozens of cells for it. */
const isWide = (box: CaseList['box']) => box !== undefined && (box.east - box.west) * (box.north - box.south) >= 4

/**
 * What is common is found among the newest; what is not, through the search index, by blocks of ids from the newest (or the
 * cursor) down. A step is taken only when those before did not fill the page. For a prefix the index gathers all that
 * begins with it, so the walk is longer and the steps are fewer. `id + 0` keeps the planner from walking the primary key.
 */
export function ladder(
  list: CaseList,
  search: string,
  lane: Lane | undefined,
  where: readonly string[],
  params: Params,
): string {
  const limit = most(list)
  const query = params.add(search, 'text')
  const one = lane?.keys.length === 1 ? lane : undefined
  const within = [...keyOf(one, one ? params.add(one.keys[0]!, one.type) : ''), ...range(list, params)]
  const tested = lane && !one ? [...where, `c.${lane.column} = any(${params.add(lane.keys, `${lane.type}[]`)})`] : where
  const prefix = search.includes(':*')
  const walked = prefix || isWide(list.box) ? 4 * WALKED : WALKED
  const edge = list.after ? `${params.add(list.after[0]!, 'bigint')} - 1` : '(select max(id) from cases)'
  const names = ['walked']
  const steps = [
    `edge as materialized (select ${edge} as id)`,
    `walked as materialized (${along(list, within, [...tested, `c.search @@ ${query}::tsquery`], limit, `limit ${walked}`)})`,
    // When there are no more than were walked, nothing is left to look for.
    `more as materialized (select exists (select from cases c where ${and(within)} order by c.id desc offset ${walked}) as more)`,
  ]
  // A step that was not taken is empty, so every one before has to be asked.
  const unfilled = () =>
    `(select more from more)${names.map((name) => ` and (select count(*) from ${name}) < ${limit}`).join('')}`
  const take = (found: string) => {
    const name = `step${names.length}`
    steps.push(`${name} as materialized (select c.id, c.due_at, c.reported_at from cases c
  where ${unfilled()} and c.search @@ ${found} and ${and([...within, ...tested])}
  order by (c.id + 0) desc limit ${limit})`)
    names.push(name)
  }
  // The block of the edge and the one before it.
  const blocks = (bits: number) =>
    `(select format('''b${bits}:%s'' | ''b${bits}:%s''', id >> ${bits}, (id >> ${bits}) - 1) from edge)`
  const block = (asked: string, bits: number) => `(select (${asked} || ' & (' || ${blocks(bits)} || ')')::tsquery)`
  const [near, far] = BLOCK_BITS
  if (prefix) take(block(query, far))
  else if (list.words === undefined || list.words === search) {
    take(block(query, near))
    take(block(query, far))
  } else {
    const words = params.add(list.words, 'text')
    const unless = (few: string) =>
      `(case when (select count(*) from walked) = 0${few} then ${words} else ${query} end)`
    steps.push(`found as materialized (select c.id, c.due_at, c.reported_at, ${and([...within, ...tested])} as fits from cases c
  where ${unfilled()} and c.search @@ ${block(unless(''), near)})`)
    steps.push(
      `step1 as materialized (select id, due_at, reported_at from found where fits order by id desc limit ${limit})`,
    )
    names.push('step1')
    take(block(unless(` and (select count(*) from found) < ${FEW}`), far))
  }
  take(`${query}::tsquery`)
  return `${steps.join(',\n')},
page as materialized (select x.* from (${names.map((name) => `select * from ${name}`).join(' union ')}) x
  order by x.id desc limit ${limit})`
}
