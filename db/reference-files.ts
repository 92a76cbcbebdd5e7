import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type HolidayRules, holidaysOf } from '../shared/domain/holidays.ts'
import { projectPath } from './root.ts'

/** One row of a reference table as shipped: SQL column → value, with the hash of itself. */
export type ShippedRow = Record<string, unknown> & { readonly shipped_hash: string }

export interface ShippedCalendar {
  readonly hash: string
  readonly days: Record<string, unknown>
  readonly note: string
  /** RFC 3339, when the data was compiled. */
  readonly createdAt: string
}

/** What db/reference/ holds. `hash` is that of all files; rows are parsed only when they are asked for. */
export interface Shipment {
  readonly hash: string
  rows(table: string, columns: readonly string[]): ShippedRow[]
  calendar(): ShippedCalendar
}

type Borders = { features: { properties: { code: string }; geometry: unknown }[] }
type Row = Record<string, unknown>
type Parse = <T>(name: string) => T

/** Part of every hash: raise it when the loader writes the same files differently. */
const FORMAT = 'format 1'
const FILES = ['regions', 'districts', 'categories', 'bodies', 'branches', 'legal-terms', 'calendar', 'holiday-rules']
const BORDERS = 'borders.geojson'

/** Reads the shipped files. Throws when one is missing; `rows` throws when a file has a key that no column takes. */
export async function readShipment(directory: string = projectPath('db', 'reference')): Promise<Shipment> {
  const names = [...FILES.map((file) => `${file}.json`), BORDERS]
  const texts = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(`${directory}/${name}`, 'utf8')] as const)),
  )
  const parse: Parse = (name) => JSON.parse(texts.get(name)!)
  return {
    hash: hashOf([FORMAT, ...texts.values()]),
    rows: (table, columns) => rowsOf(table, columns, parse),
    calendar: () => calendarOf(parse('calendar.json'), parse('holiday-rules.json')),
  }
}

function rowsOf(table: string, columns: readonly string[], parse: Parse): ShippedRow[] {
  const file = `${table.replace('_', '-')}.json`
  const items = parse<Record<string, Row[]>>(file)[camel(table)]!
  const borders = table === 'regions' ? bordersByCode(parse<Borders>(BORDERS)) : undefined
  const known = new Map(columns.map((column) => [camel(column), column]))
  return items.map((item) => {
    const row: Row = {}
    for (const [key, value] of Object.entries(item)) {
      const column = known.get(key)
      if (column === undefined)
        throw new Error(`db/reference/${file}: no column takes "${key}" (${JSON.stringify(item).slice(0, 80)})`)
      row[column] = value
    }
    if (borders) row.geometry = borders.get(item.code as string)
    return { ...row, shipped_hash: hashOf([JSON.stringify(row)]) }
  })
}

/** The days written out, and behind them the years that only the rules know. */
function calendarOf(
  file: { days: Record<string, unknown>; byRule: number[]; note: string; createdAt: string },
  rules: HolidayRules,
): ShippedCalendar {
  const days = Object.assign({}, ...file.byRule.map((year) => holidaysOf(rules, year)), file.days)
  return { hash: hashOf([JSON.stringify(days)]), days, note: file.note, createdAt: file.createdAt }
}

function bordersByCode(file: {
  features: { properties: { code: string }; geometry: unknown }[]
}): Map<string, unknown> {
  return new Map(file.features.map(({ properties, geometry }) => [properties.code, geometry]))
}

function hashOf(parts: Iterable<string>): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('base64url')
}

function camel(column: string): string {
  return column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
