import type { CaseList, CaseOrder } from '../../db/views/case-list.ts'
import type { CaseQuery } from '../../shared/contract/case-list.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { endOfLocalDay } from '../../shared/domain/clock.ts'
import {
  type Box,
  boxAround,
  boxFacets,
  categoryFacet,
  districtFacet,
  monthFacets,
  PUBLIC,
  regionFacet,
  severityFacet,
} from '../../shared/domain/facet.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { isOpen, STATUSES } from '../../shared/domain/status.ts'
import { instantOf, isDate } from '../../shared/domain/zone.ts'
import type { Caller } from '../caller.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'
import { scopeOf } from './scope.ts'
import { anyOf, wordsQuery } from './search.ts'

const METRES = 1_000
const MOST_METRES = 10_000
const OPEN = STATUSES.filter(isOpen)
/** Orders as cursors name them, with how many values each remembers. */
const CURSORS: Record<CaseOrder, [letter: string, values: number]> = {
  newest: ['n', 1],
  reported: ['r', 2],
  due: ['d', 2],
}
/** A page that was found with the last word taken as begun goes on so. */
const BEGUN = 'w'

export interface AskedList {
  readonly list: CaseList
  /** The query holds no word at all, so nothing can be found by it. */
  readonly wordless: boolean
  /** The same with the last word unfinished: asked when the words as they stand do not fill the page. */
  readonly begun: CaseList | null
  /** The cursor behind an item of the answer. */
  cursorAfter(item: { id: number; reportedAt: number; dueAt: number | null }, begun: boolean): string
}

/**
 * The question of GET /cases in the database's terms. Throws `invalid_cursor`, `invalid_bbox`, `unknown_region`,
 * `unknown_district`, `unknown_category`, `unknown_branch`, `unauthenticated`, `forbidden`.
 */
export function askList(query: CaseQuery, caller: Caller, world: FullWorld, now: number): AskedList {
  const { reference } = world
  const scope = scopeOf(caller, world)
  const known = <T>(value: T | undefined, found: (value: T) => unknown, refusal: () => Refusal): T | undefined => {
    if (value !== undefined && !found(value)) throw refusal()
    return value
  }
  const region = known(
    query.region,
    (r) => reference.region(r),
    () => new Refusal('unknown_region', {}, ['region']),
  )
  const district = known(
    query.district,
    (d) => reference.district(d),
    () => new Refusal('unknown_district', {}, ['district']),
  )
  for (const id of query.category ?? [])
    if (!reference.category(id)) throw new Refusal('unknown_category', { category: id }, ['category'])
  const zone = reference.branch(region ?? CENTRAL)?.zone ?? 'Asia/Almaty'
  const from = query.from === undefined ? undefined : startOf(query.from, zone)
  const to =
    query.to === undefined ? undefined : isDate(query.to) ? endOfLocalDay(zone, query.to) : Date.parse(query.to)
  const near = query.near === undefined ? undefined : readNear(query.near)
  const box = query.bbox === undefined ? undefined : readBox(query.bbox)

  const wanted: string[] = []
  if (region !== undefined) wanted.push(anyOf([regionFacet(region)]))
  if (district !== undefined) wanted.push(anyOf([districtFacet(district)]))
  if (query.category) wanted.push(anyOf(query.category.map(categoryFacet)))
  if (query.severity) wanted.push(anyOf(query.severity.map(severityFacet)))
  for (const area of [box, near && boxAround(near.lat, near.lon, near.metres)]) {
    const cells = area && boxFacets(area)
    if (cells) wanted.push(anyOf(cells))
  }
  const words = query.q === undefined ? null : wordsQuery(query.q)
  const hidden = query.q !== undefined || box !== undefined || near !== undefined
  if (hidden && scope.of === 'public') wanted.push(anyOf([PUBLIC]))
  const order = orderOf(query, wanted.length > 0 || words !== null)
  if (wanted.length > 0 || words) {
    const months = from === undefined && to === undefined ? null : monthFacets(from ?? now - YEARS, to ?? now)
    if (months) wanted.push(anyOf(months))
  }
  // Along another order the facets are asked of the columns, and only the words of the index.
  const facets = order === 'newest' ? wanted : []
  const search = (text: string | undefined) => [...(text ? [text] : []), ...facets].join(' & ') || undefined
  const [letter, count] = CURSORS[order]
  const begunAlready = query.cursor?.startsWith(`${BEGUN}-`) ?? false
  const after = query.cursor === undefined ? null : readCursor(begunAlready ? BEGUN : letter, count, query.cursor)
  if (begunAlready && !words?.begun) throw new HttpProblem('invalid_cursor')
  const list: CaseList = {
    scope,
    order,
    after,
    limit: query.limit + 1,
    now,
    region,
    district,
    categories: query.category?.flatMap((id) => [id, ...below(world, id)]),
    statuses: query.status && [...new Set(query.status.flatMap((s) => (s === 'open' ? OPEN : [s])))],
    stage: query.stage,
    levels: query.level,
    severities: query.severity,
    branches: branchesOf(query, world),
    owner: ownerOf(query, caller),
    overdue: query.overdue,
    dueBefore: query.dueBefore === undefined ? undefined : startOf(query.dueBefore, zone),
    from,
    to,
    box,
    near,
    search: search(begunAlready ? words!.begun! : words?.exact),
    words: begunAlready ? words!.begun! : words?.exact,
    shownOnly: hidden,
  }
  return {
    list,
    wordless: query.q !== undefined && words === null,
    begun: words?.begun && !begunAlready ? { ...list, search: search(words.begun), words: words.begun } : null,
    cursorAfter: (item, begun) =>
      order === 'newest'
        ? writeCursor(begun || begunAlready ? BEGUN : letter, item.id)
        : writeCursor(letter, order === 'due' ? item.dueAt! : item.reportedAt, item.id),
  }
}

const YEARS = 3 * 366 * 86_400_000

/** What burns comes by its due instant; what was reported when, by that; what is looked for, newest first. */
function orderOf(query: CaseQuery, searched: boolean): CaseOrder {
  const asked = query.sort ?? (query.overdue || query.dueBefore !== undefined ? 'due' : undefined)
  if (asked === 'due') return 'due'
  if (searched) return 'newest'
  return asked ?? (query.from !== undefined || query.to !== undefined ? 'reported' : 'newest')
}

function branchesOf({ branch, below }: CaseQuery, { reference }: FullWorld): string[] | undefined {
  if (branch === undefined) return undefined
  if (!reference.branch(branch)) throw new Refusal('unknown_branch', { branch }, ['branch'])
  // Everything is below the centre.
  if (below && branch === CENTRAL) return undefined
  return [branch, ...(below ? reference.descendants(branch).map((b) => b.code) : [])]
}

function ownerOf({ owner }: CaseQuery, caller: Caller): number | undefined {
  if (owner === undefined) return undefined
  if (caller.kind === 'staff') return owner === 'me' ? caller.id : (owner as number)
  throw new HttpProblem(caller.kind === 'anonymous' ? 'unauthenticated' : 'forbidden')
}

function below({ reference }: FullWorld, category: string): string[] {
  return reference.categories.filter((c) => c.parent === category).map((c) => c.id)
}

const startOf = (moment: string, zone: string) => (isDate(moment) ? instantOf(zone, moment, 0) : Date.parse(moment))

function numbers(text: string, counts: readonly number[]): number[] {
  const parts = text.split(',').map((part) => (/^\s*-?\d+(\.\d+)?\s*$/.test(part) ? Number(part) : Number.NaN))
  if (!counts.includes(parts.length) || !parts.every(Number.isFinite)) throw new HttpProblem('invalid_bbox')
  return parts
}

const inRange = (lat: number, lon: number) => Math.abs(lat) <= 90 && Math.abs(lon) <= 180

function readBox(text: string): Box {
  const [west, south, east, north] = numbers(text, [4]) as [number, number, number, number]
  if (!inRange(south, west) || !inRange(north, east) || south > north || west > east)
    throw new HttpProblem('invalid_bbox', {}, ['bbox'])
  return { west, south, east, north }
}

function readNear(text: string): { lat: number; lon: number; metres: number } {
  const [lat, lon, metres = METRES] = numbers(text, [2, 3]) as [number, number, number?]
  if (!inRange(lat, lon) || metres <= 0 || metres > MOST_METRES) throw new HttpProblem('invalid_bbox', {}, ['near'])
  return { lat, lon, metres }
}
