import { sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from 'drizzle-orm/pg-core'

/**
 * Reference data: shipped in db/reference/*.json, loaded at start, edited by administrators afterwards.
 * Whoever changes a row by hand sets `edited = true`: the loader then leaves that row alone for ever.
 * `shipped_hash` is the hash of the row as the loader last wrote it; null means the row was not shipped.
 */
const loaded = () => ({
  shippedHash: text('shipped_hash'),
  edited: boolean('edited').notNull().default(false),
})

type Text3Json = { kk: string; ru: string; en: string }

/** First-level units, ISO 3166-2:KZ. `geometry` is a GeoJSON Polygon or MultiPolygon (lon, lat). */
export const regions = pgTable('regions', {
  code: text('code').primaryKey(),
  digits: text('digits').notNull().unique(),
  kato: text('kato').notNull().unique(),
  slug: text('slug').notNull().unique(),
  kind: text('kind').notNull(),
  name: jsonb('name').$type<Text3Json>().notNull(),
  centre: jsonb('centre').$type<Text3Json & { lat: number; lon: number }>().notNull(),
  timezone: text('timezone').notNull(),
  geometry: jsonb('geometry').notNull(),
  sort: integer('sort').notNull(),
  ...loaded(),
})

/** Second-level units by KATO code. */
export const districts = pgTable(
  'districts',
  {
    kato: text('kato').primaryKey(),
    region: text('region')
      .notNull()
      .references(() => regions.code),
    kind: text('kind').notNull(),
    name: jsonb('name').$type<Text3Json>().notNull(),
    nameStatus: text('name_status'),
    note: text('note'),
    ...loaded(),
  },
  (table) => [index('districts_region').on(table.region)],
)

/**
 * What a case is about. `overallDays` are calendar days; `competent` are kinds of bodies, the first is asked first.
 * `place` 'hidden': outsiders are shown region and district only, neither address nor point.
 */
export const categories = pgTable(
  'categories',
  {
    id: text('id').primaryKey(),
    parent: text('parent').references((): AnyPgColumn => categories.id),
    name: jsonb('name').$type<Text3Json>().notNull(),
    severity: integer('severity').notNull(),
    overallDays: integer('overall_days').notNull(),
    level: text('level'),
    branch: text('branch'),
    competent: text('competent').array().notNull().default(sql`'{}'::text[]`),
    example: jsonb('example').$type<Text3Json>(),
    keywords: jsonb('keywords').$type<Record<string, string[]>>(),
    sort: integer('sort').notNull(),
    place: text('place').$type<'hidden'>(),
    active: boolean('active').notNull().default(true),
    ...loaded(),
  },
  (table) => [
    check('categories_place', sql`${table.place} = 'hidden'`),
    check('categories_severity', sql`${table.severity} between 1 and 4`),
    check('categories_overall_days', sql`${table.overallDays} > 0`),
    check('categories_level', sql`${table.level} in ('region', 'central')`),
  ],
)

/** Government bodies, national companies and utilities that a case can be written to. No region = the whole country. */
export const bodies = pgTable(
  'bodies',
  {
    id: text('id').primaryKey(),
    kind: text('kind').notNull(),
    level: text('level').notNull(),
    region: text('region').references(() => regions.code),
    district: text('district').references(() => districts.kato),
    parent: text('parent').references((): AnyPgColumn => bodies.id),
    name: jsonb('name').$type<Text3Json>().notNull(),
    nameStatus: text('name_status'),
    competences: text('competences').array().notNull().default(sql`'{}'::text[]`),
    email: text('email'),
    postal: jsonb('postal'),
    phone: text('phone'),
    replyTerm: jsonb('reply_term').$type<{ kind: 'law' | 'letter' | 'law-or-letter' }>().notNull(),
    active: boolean('active').notNull().default(true),
    note: text('note'),
    ...loaded(),
  },
  (table) => [index('bodies_region').on(table.region, table.kind)],
)

/** Our own branches: 'KZ' central apparatus, 'KZ-39' regional, 'KZ-39-3910' district (region + first 4 KATO digits). */
export const branches = pgTable(
  'branches',
  {
    code: text('code').primaryKey(),
    level: text('level').notNull(),
    parent: text('parent').references((): AnyPgColumn => branches.code),
    region: text('region').references(() => regions.code),
    district: text('district').references(() => districts.kato),
    backup: text('backup').references((): AnyPgColumn => branches.code),
    name: jsonb('name').$type<Text3Json>().notNull(),
    timezone: text('timezone').notNull(),
    email: text('email'),
    active: boolean('active').notNull().default(true),
    ...loaded(),
  },
  (table) => [
    index('branches_parent').on(table.parent),
    check('branches_level', sql`${table.level} in ('central', 'region', 'district')`),
    check('branches_parent_of_all_but_central', sql`(${table.level} = 'central') = (${table.parent} is null)`),
  ],
)

/** A day of a calendar version that is not what its weekday says. */
export type CalendarDayJson = { kind: 'off' | 'working'; name: Text3Json }

/** Immutable calendar versions: a correction is a new version. Dates are local, 'YYYY-MM-DD'. */
export const calendars = pgTable('calendars', {
  version: integer('version').primaryKey(),
  days: jsonb('days').$type<Record<string, CalendarDayJson>>().notNull(),
  note: text('note').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
  createdBy: bigint('created_by', { mode: 'number' }),
  shippedHash: text('shipped_hash').unique(),
})

/** Terms that the law sets, each valid for a span of days (`valid_to` inclusive; null = still in force). */
export const legalTerms = pgTable(
  'legal_terms',
  {
    id: text('id').notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
    days: integer('days'),
    unit: text('unit').$type<'working' | 'calendar'>(),
    rule: jsonb('rule').notNull(),
    source: text('source').notNull(),
    ...loaded(),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.validFrom] }),
    check('legal_terms_unit', sql`${table.unit} in ('working', 'calendar')`),
    check('legal_terms_span', sql`${table.validTo} >= ${table.validFrom}`),
  ],
)

/**
 * One row. `stamp` grows whenever reference data, staff, duty or policies change, so that every instance knows when its
 * snapshot is old; `shipped_hash` is the hash of all files last loaded.
 */
export const referenceStamp = pgTable(
  'reference_stamp',
  {
    id: integer('id').primaryKey(),
    stamp: bigint('stamp', { mode: 'number' }).notNull(),
    shippedHash: text('shipped_hash'),
  },
  (table) => [check('reference_stamp_one_row', sql`${table.id} = 1`)],
)
