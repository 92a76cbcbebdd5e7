import type { Sql } from '../db/client.ts'
import {
  type BodyRow,
  type BranchRow,
  type CalendarRow,
  type CategoryRow,
  type DistrictRow,
  findReferencePrint,
  type LegalTermRow,
  loadSnapshotRows,
  type RegionRow,
  type SnapshotRows,
} from '../db/views/reference.ts'
import { type RegionShape, regionAt, shapeOf } from '../shared/domain/routing.ts'
import { type CompetentBody, rankBodies } from './competent.ts'

/** A branch as the domain asks for it: `zone` is the IANA time zone. */
export type ReferenceBranch = BranchRow & { readonly zone: string }
/** A body as the domain asks for it: `replyByLaw` is false when the term is the date in the letter. */
export type ReferenceBody = BodyRow & { readonly replyByLaw: boolean }

/** All reference data of one moment in memory. Immutable: a newer stamp is a new object. */
export class Reference {
  readonly stamp: number
  readonly regions: readonly RegionRow[]
  readonly categories: readonly CategoryRow[]
  readonly bodies: readonly ReferenceBody[]
  readonly branches: readonly ReferenceBranch[]
  /** Oldest version first. */
  readonly calendars: readonly CalendarRow[]
  readonly #regions: ReadonlyMap<string, RegionRow>
  readonly #districts: ReadonlyMap<string, DistrictRow>
  readonly #districtsOf: ReadonlyMap<string, DistrictRow[]>
  readonly #categories: ReadonlyMap<string, CategoryRow>
  readonly #bodies: ReadonlyMap<string, ReferenceBody>
  readonly #branches: ReadonlyMap<string, ReferenceBranch>
  readonly #branchesUnder: ReadonlyMap<string, ReferenceBranch[]>
  readonly #branchOfDistrict: ReadonlyMap<string, ReferenceBranch>
  readonly #calendars: ReadonlyMap<number, CalendarRow>
  readonly #terms: ReadonlyMap<string, LegalTermRow[]>
  readonly #shapes: readonly RegionShape[]

  constructor(rows: SnapshotRows) {
    this.stamp = Number(rows.stamp)
    this.regions = rows.regions
    this.categories = rows.categories
    this.bodies = rows.bodies.map((body) => ({ ...body, replyByLaw: body.replyTerm.kind !== 'letter' }))
    this.branches = rows.branches.map((branch) => ({ ...branch, zone: branch.timezone }))
    this.calendars = rows.calendars
    this.#regions = new Map(rows.regions.map((region) => [region.code, region]))
    this.#districts = new Map(rows.districts.map((district) => [district.kato, district]))
    this.#districtsOf = groupBy(rows.districts, (district) => district.region)
    this.#categories = new Map(rows.categories.map((category) => [category.id, category]))
    this.#bodies = new Map(this.bodies.map((body) => [body.id, body]))
    this.#branches = new Map(this.branches.map((branch) => [branch.code, branch]))
    this.#branchesUnder = groupBy(this.branches, (branch) => branch.parent)
    this.#branchOfDistrict = new Map(
      this.branches.flatMap((branch) =>
        branch.district !== null && branch.active ? [[branch.district, branch] as const] : [],
      ),
    )
    this.#calendars = new Map(rows.calendars.map((calendar) => [calendar.version, calendar]))
    this.#terms = groupBy(rows.legalTerms, (term) => term.id)
    this.#shapes = rows.regions.map((region) => shapeOf(region.code, region.geometry))
  }

  region(code: string): RegionRow | undefined {
    return this.#regions.get(code)
  }

  /** The region that holds the point (degrees, WGS 84), or null. */
  regionAt(lat: number, lon: number): string | null {
    return regionAt(this.#shapes, lat, lon)
  }

  /** By KATO code. */
  district(kato: string): DistrictRow | undefined {
    return this.#districts.get(kato)
  }

  districtsOf(region: string): readonly DistrictRow[] {
    return this.#districtsOf.get(region) ?? []
  }

  category(id: string): CategoryRow | undefined {
    return this.#categories.get(id)
  }

  body(id: string): ReferenceBody | undefined {
    return this.#bodies.get(id)
  }

  branch(code: string): ReferenceBranch | undefined {
    return this.#branches.get(code)
  }

  /** The active branch of a district, if it has one. */
  branchOfDistrict(kato: string): ReferenceBranch | undefined {
    return this.#branchOfDistrict.get(kato)
  }

  /** The branches above, the nearest first, the central apparatus last; none for it and for an unknown code. */
  ancestors(code: string): readonly ReferenceBranch[] {
    const above: ReferenceBranch[] = []
    for (let parent = this.#branches.get(code)?.parent; parent; ) {
      const branch = this.#branches.get(parent)
      // A ring of parents, made by hand in the database, must not hang the process.
      if (branch === undefined || above.includes(branch)) break
      above.push(branch)
      parent = branch.parent
    }
    return above
  }

  /** Every branch below, without itself, level by level. */
  descendants(code: string): readonly ReferenceBranch[] {
    const below = new Set<ReferenceBranch>(this.#branchesUnder.get(code))
    for (const branch of below) for (const next of this.#branchesUnder.get(branch.code) ?? []) below.add(next)
    return [...below]
  }

  /** The latest calendar. Throws before reference data is loaded. */
  get calendar(): CalendarRow {
    const latest = this.calendars.at(-1)
    if (latest === undefined) throw new Error('No calendar: reference data is not loaded')
    return latest
  }

  /** The calendar that a deadline is stamped with. Throws when there is no such version. */
  calendarOf(version: number): CalendarRow {
    const calendar = this.#calendars.get(version)
    if (calendar === undefined) throw new Error(`No calendar v${version}`)
    return calendar
  }

  /** The wording of a legal term in force on a local date ('YYYY-MM-DD'), such as `reply` or `redirect`. */
  legalTerm(id: string, date: string): LegalTermRow | undefined {
    const terms = this.#terms.get(id) ?? []
    return terms.findLast((term) => term.validFrom <= date && (term.validTo === null || date <= term.validTo))
  }

  /** Bodies to write to about a category in a place, the nearest first, each with the reason; see competent.ts. */
  competentBodies(
    category: string,
    region: string | null,
    district: string | null,
  ): readonly CompetentBody<ReferenceBody>[] {
    return rankBodies(this.bodies, this.#categories, { category, region, district })
  }
}

/** Holds the snapshot in use and replaces it when the data has changed. */
export interface ReferenceKeeper {
  current(): Reference
  /** The stamp up to which `current` is known to be true; it also grows by changes elsewhere, which leave `current` as it is. */
  stamp(): number
  /** One small query; loads anew (1 MB) only when reference data has changed. True when it has. */
  refresh(): Promise<boolean>
}

export async function keepReference(sql: Sql): Promise<ReferenceKeeper> {
  let seen = await findReferencePrint(sql)
  let current = new Reference(await loadSnapshotRows(sql))
  const refresh = async () => {
    const now = await findReferencePrint(sql)
    // Any other stamp, a smaller one too: that of a database put back to an earlier state.
    if (now.stamp === seen.stamp) return false
    if (now.print !== seen.print) {
      // Read after its print, so it is never older than that.
      const rows = await loadSnapshotRows(sql)
      if (now.print !== seen.print) {
        current = new Reference(rows)
        seen = { stamp: current.stamp, print: now.print }
        return true
      }
    }
    seen = now
    return false
  }
  return { current: () => current, stamp: () => seen.stamp, refresh }
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string | null): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key === null) continue
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return groups
}
