import writeXlsxFile, { type Cell as SheetCell, type SheetData } from 'write-excel-file/node'
import { localParts } from '../../shared/domain/zone.ts'
import { type Cell, fileTitle, type Kind, type Table } from './table.ts'

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const FORMATS: Readonly<Partial<Record<Kind, string>>> = {
  share: '0.0%',
  minutes: '0',
  days: '0.0',
  amount: '0.0',
  date: 'yyyy-mm-dd',
  instant: 'yyyy-mm-dd hh:mm',
}
const WIDTHS: Readonly<Record<Kind, number>> = {
  text: 32,
  count: 12,
  share: 12,
  minutes: 14,
  days: 12,
  amount: 12,
  date: 12,
  instant: 17,
}

/** One sheet for each table. Words are cells of words (never formulas); instants are local times, as a reader expects them. */
export async function xlsxOf(tables: readonly Table[]): Promise<Buffer> {
  return writeXlsxFile(
    tables.map((table, i) => ({
      sheet: sheetName(table.title, i, tables),
      data: sheetOf(table),
      columns: table.columns.map(({ kind }) => ({ width: WIDTHS[kind] })),
      stickyRowsCount: 1,
    })),
  ).toBuffer()
}

function sheetOf({ columns, rows, zone }: Table): SheetData {
  const head = columns.map(
    (column): SheetCell => ({ value: fileTitle(column), type: String, fontWeight: 'bold', wrap: true }),
  )
  return [head, ...rows.map((row) => row.map((cell, i) => cellOf(cell, columns[i]!.kind, zone)))]
}

function cellOf(cell: Cell, kind: Kind, zone: string): SheetCell {
  if (cell === null) return null
  const format = FORMATS[kind]
  if (kind === 'date') return { value: new Date(`${cell}T00:00:00Z`), type: Date, format: format! }
  if (typeof cell === 'string') return { value: withoutControls(cell), type: String }
  if (kind === 'instant') return { value: new Date(localAsUtc(zone, cell)), type: Date, format: format! }
  return { value: cell, type: Number, ...(format ? { format } : {}) }
}

/** XML has no control characters: a cell with one would make the whole file unreadable. */
const withoutControls = (text: string) =>
  text
    .toWellFormed()
    .split('')
    .filter((c) => c >= ' ' || c === '\t' || c === '\n' || c === '\r')
    .join('')
    .replace(/[\ufffe\uffff]/g, '')

/** A sheet knows no time zones: the clocks of the place are written as if they were Greenwich's. */
function localAsUtc(zone: string, at: number): number {
  const { year, month, day, hour, minute } = localParts(zone, at)
  return Date.UTC(year, month - 1, day, hour, minute)
}

/** At most 31 characters, none of []:*?/\, no two alike. */
function sheetName(title: string, at: number, tables: readonly Table[]): string {
  const name = title
    .replace(/[[\]:*?/\\]/g, ' ')
    .trim()
    .slice(0, 31)
  const twice = tables.some((other, i) => i < at && other.title.slice(0, 31) === title.slice(0, 31))
  return twice ? `${name.slice(0, 28)} ${at + 1}` : name
}
