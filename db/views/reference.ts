import type { CalendarDay } from '../../shared/domain/calendar.ts'
import type { Level } from '../../shared/domain/case.ts'
import type { Geometry } from '../../shared/domain/routing.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import type { Sql } from '../client.ts'

export interface RegionRow {
  readonly code: string
  readonly digits: string
  readonly kato: string
  readonly slug: string
  readonly kind: 'region' | 'city'
  readonly name: Text3
  readonly centre: Text3 & { readonly lat: number; readonly lon: number }
  readonly timezone: string
  readonly geometry: Geometry
}

export interface DistrictRow {
  readonly kato: string
  readonly region: string
  readonly kind: 'city' | 'district' | 'city-district'
  readonly name: Text3
}

export interface CategoryRow {
  readonly id: string
  readonly parent: string | null
  readonly name: Text3
  readonly severity: number
  /** Calendar days. */
  readonly overallDays: number
  readonly level: Level | null
  readonly branch: string | null
  readonly competent: readonly string[]
  readonly example: Text3 | null
  readonly keywords: { readonly kk: string[]; readonly ru: string[]; readonly en: string[] } | null
  /** 'hidden': outsiders are shown neither address nor point of its cases. */
  readonly place: 'hidden' | null
  readonly active: boolean
}

export interface BodyRow {
  readonly id: string
  readonly kind: string
  readonly level: string
  readonly region: string | null
  readonly district: string | null
  readonly parent: string | null
  readonly name: Text3
  readonly competences: readonly string[]
  readonly email: string | null
  readonly postal: unknown
  readonly phone: string | null
  readonly replyTerm: { readonly kind: 'law' | 'letter' | 'law-or-letter' }
  readonly active: boolean
  readonly note: string | null
}

export interface BranchRow {
  readonly code: string
  readonly level: Level
  readonly parent: string | null
  readonly region: string | null
  readonly district: string | null
  readonly backup: string | null
  readonly name: Text3
  readonly timezone: string
  readonly email: string | null
  readonly active: boolean
}

export interface CalendarRow {
  readonly version: number
  readonly days: Readonly<Record<string, CalendarDay>>
  readonly note: string
  /** RFC 3339. */
  readonly createdAt: string
  readonly createdBy: number | null
}

/** Dates are local, 'YYYY-MM-DD', `validTo` inclusive. */
export interface LegalTermRow {
  readonly id: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly days: number | null
  readonly unit: 'working' | 'calendar' | null
  readonly rule: {
    readonly citation: Text3 | null
    readonly verified: boolean
    readonly text: string
    readonly months?: number
  }
  readonly source: string
}

/** All reference data of one moment. */
export interface SnapshotRows {
  readonly stamp: number
  readonly regions: readonly RegionRow[]
  readonly districts: readonly DistrictRow[]
  readonly categories: readonly CategoryRow[]
  readonly bodies: readonly BodyRow[]
  readonly branches: readonly BranchRow[]
  readonly calendars: readonly CalendarRow[]
  readonly legalTerms: readonly LegalTermRow[]
}

/** Reads everything in one statement, so that the rows and the stamp belong together. About 1 MB: only when the stamp has grown. */
export async function loadSnapshotRows(sql: Sql): Promise<SnapshotRows> {
  const [row] = await sql`
    select
      coalesce((select stamp from reference_stamp where id = 1), 0) as stamp,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
        select code, digits, kato, slug, kind, name, centre, timezone, geometry from regions order by sort, code) r) as regions,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
        select kato, region, kind, name from districts order by kato) r) as districts,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
        select id, parent, name, severity, overall_days as "overallDays", level, branch, competent, example, keywords, place, active
        from categories order by sort, id) r) as categories,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
        select id, kind, level, region, district, parent, name, competences, email, postal, phone,
          reply_term as "replyTerm", active, note
        from bodies order by id) r) as bodies,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
        select code, level, parent, region, district, backup, name, timezone, email, active
        from branches order by code) r) as branches,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
        select version, days, note, created_at as "createdAt", created_by as "createdBy"
        from calendars order by version) r) as calendars,
      (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from (
        select id, valid_from as "validFrom", valid_to as "validTo", days, unit, rule, source
        from legal_terms order by id, valid_from) r) as "legalTerms"`
  return row as unknown as SnapshotRows
}

/** The number that grows with every change of reference data, staff, duty or policies; 0 before the first load. */
export async function findStamp(sql: Sql): Promise<number> {
  const [row] = await sql`select stamp from reference_stamp where id = 1`
  return Number(row?.stamp ?? 0)
}

/** The stamp, and a print of the reference tables themselves: the stamp also grows with staff, duty and policies. */
export async function findReferencePrint(sql: Sql): Promise<{ stamp: number; print: string }> {
  // every row's last writer: no row changes, comes or goes without changing the print
  const [row] = await sql<{ stamp: number; print: string }[]>`
    select coalesce((select stamp from reference_stamp where id = 1), 0) as stamp, md5(concat_ws(' ',
      (select string_agg(xmin::text, ',' order by code) from regions), (select string_agg(xmin::text, ',' order by kato) from districts),
      (select string_agg(xmin::text, ',' order by id) from categories), (select string_agg(xmin::text, ',' order by id) from bodies),
      (select string_agg(xmin::text, ',' order by code) from branches), (select string_agg(xmin::text, ',' order by version) from calendars),
      (select string_agg(xmin::text, ',' order by id, valid_from) from legal_terms))) as print`
  return row!
}
