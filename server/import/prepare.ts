import type { Channel, Kind } from '../../shared/domain/case.ts'
import { type Actor, SYSTEM } from '../../shared/domain/events.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { PastClosing } from '../../shared/domain/replay.ts'
import type { ReportInput } from '../../shared/domain/report.ts'
import { findPlace } from '../cases/place.ts'
import type { Reference } from '../reference.ts'
import { RowFault } from './fault.ts'
import { readInstant } from './instant.ts'
import type { ImportMap } from './map.ts'
import type { Values } from './rows.ts'

/** A row understood, before it has a number. */
export interface PreparedRow {
  readonly externalId: string
  readonly report: Omit<ReportInput, 'id' | 'trackingHash' | 'search'>
  readonly closing: PastClosing | null
}

/** Before this nobody kept such records; after `importedAt` nothing has happened yet. */
const EARLIEST = Date.UTC(2000, 0, 1)
const LONGEST_TEXT = 10_000
const LONGEST_ID = 200

/** Reads a row by the rules of the map. Throws RowFault. */
export function prepareRow(values: Values, map: ImportMap, reference: Reference, importedAt: number): PreparedRow {
  const { fields } = map
  const cell = (field: string | undefined) => (field === undefined ? '' : wordsOf(values[field], field))
  const externalId = required(cell(fields.id), fields.id).slice(0, LONGEST_ID)
  const reportedAt = readAt(required(cell(fields.reportedAt), fields.reportedAt), fields.reportedAt, map)!
  if (reportedAt < EARLIEST) throw new RowFault('unreadable', { field: fields.reportedAt })
  if (reportedAt > importedAt) throw new RowFault('in_future')
  const closedAt = readAt(cell(fields.closedAt), fields.closedAt, map)
  if (closedAt !== undefined && closedAt < reportedAt) throw new RowFault('closed_before_reported')
  const overallDueAt = readAt(cell(fields.dueAt), fields.dueAt, map)
  if (overallDueAt !== undefined && overallDueAt <= reportedAt)
    throw new RowFault('unreadable', { field: fields.dueAt! })

  const else_ = fields.textElse.map(cell).filter((part) => part !== '')
  const text = (cell(fields.text) || else_.join(': ')).slice(0, LONGEST_TEXT)
  if (text === '') throw new RowFault('missing', { field: fields.text ?? fields.textElse.join(', ') })
  const title = cell(fields.title).slice(0, 200) || null
  const address = cell(fields.address).slice(0, 500) || null
  const place = placeOf(cell, map, reference)
  return {
    externalId,
    report: {
      kind: map.kind as Kind,
      category: categoryOf(cell, map, reference),
      severity: null,
      ...place,
      address,
      title,
      text,
      language: map.language,
      channel: channelOf(cell, map),
      public: map.public,
      reportedAt,
      source: map.source,
      externalId,
      reporter: null,
      by: named(map.source),
      ...(overallDueAt === undefined ? {} : { overallDueAt }),
    },
    closing:
      closedAt === undefined || !map.closings
        ? null
        : {
            at: closedAt,
            text: cell(fields.closingText).slice(0, LONGEST_TEXT) || text,
            by: named(cell(fields.agency).slice(0, 200) || map.source),
          },
  }
}

type Cell = (field: string | undefined) => string

const named = (name: string): Actor => ({ ...SYSTEM, name })

/** A cell as text: null and absent are empty; an object is no cell. */
function wordsOf(value: unknown, field: string): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string' || value.includes('\u0000') || !value.isWellFormed())
    throw new RowFault('unreadable', { field })
  return value.trim()
}

function required(text: string, field: string): string {
  if (text === '') throw new RowFault('missing', { field })
  return text
}

function readAt(text: string, field: string | undefined, map: ImportMap): number | undefined {
  if (text === '') return undefined
  const at = readInstant(text, map.instants)
  if (at === undefined) throw new RowFault('unreadable', { field: field! })
  return at
}

function categoryOf(cell: Cell, { fields, categories }: ImportMap, reference: Reference): string {
  const value = cell(fields.category)
  const other = cell(fields.categoryElse)
  const id = own(categories.values, value) ?? own(categories.elseValues, other) ?? categories.other
  if (id === undefined) throw new RowFault('no_map', { field: `${fields.category} "${value.slice(0, 60)}"` })
  if (!reference.category(id)?.active) throw new RowFault('no_map', { field: id })
  return id
}

function channelOf(cell: Cell, { fields, channels }: ImportMap): Channel {
  const value = cell(fields.channel)
  if (value === '') return 'api'
  const channel = own(channels, value)
  if (!channel) throw new RowFault('no_map', { field: `${fields.channel} "${value.slice(0, 60)}"` })
  return channel
}

type Place = Pick<ReportInput, 'region' | 'district' | 'byPoint' | 'lat' | 'lon'>

function placeOf(cell: Cell, map: ImportMap, reference: Reference): Place {
  const { fields, places } = map
  const value = cell(fields.place)
  const rule = value === '' ? undefined : own(places, value)
  if (value !== '' && !rule) throw new RowFault('no_map', { field: `${fields.place} "${value.slice(0, 60)}"` })
  const [lat, lon] = [degrees(cell, fields.lat, 90), degrees(cell, fields.lon, 180)]
  if ((lat === null) !== (lon === null))
    throw new RowFault('missing', { field: (lat === null ? fields.lat : fields.lon)! })
  const point = lat === null || lon === null ? null : shifted(lat, lon, rule?.shift)
  if (!rule && !point) throw new RowFault('no_place')
  try {
    const found = findPlace(reference, {
      region: rule?.region,
      district: rule?.district,
      location: point ?? undefined,
    })
    return { ...found, lat: point?.lat ?? null, lon: point?.lon ?? null }
  } catch (error) {
    if (error instanceof Refusal)
      throw new RowFault('no_map', { field: `${error.path.join('.')} "${value.slice(0, 60)}"` })
    throw error
  }
}

function degrees(cell: Cell, field: string | undefined, most: number): number | null {
  const text = cell(field)
  if (text === '') return null
  const value = Number(text)
  if (!Number.isFinite(value) || Math.abs(value) > most) throw new RowFault('unreadable', { field: field! })
  return value
}

/** To six digits, a tenth of a metre: sums of degrees are not exact. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6

function shifted(lat: number, lon: number, shift: ImportMap['places'][string]['shift']): { lat: number; lon: number } {
  if (!shift) return { lat, lon }
  return { lat: rounded(lat - shift.from[0] + shift.to[0]), lon: rounded(lon - shift.from[1] + shift.to[1]) }
}

/** A value of the file is no name of JavaScript's: "constructor" is in no table. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
