import { rfc3339 } from '../../shared/domain/zone.ts'
import { harmless, quoted } from '../csv.ts'
import { type Cell, fileTitle, type Kind, type Table } from './table.ts'

export const CSV = 'text/csv; charset=utf-8; header=present'

/**
 * RFC 4180 with a byte order mark, by which spreadsheets know UTF-8. Numbers have a decimal point; durations are minutes or
 * days. Words that a spreadsheet would run stand behind an apostrophe.
 */
export function csvOf(table: Table): string {
  const head = table.columns.map((column) => quoted(harmless(fileTitle(column))))
  const rows = table.rows.map((row) =>
    row.map((cell, i) => written(cell, table.columns[i]!.kind, table.zone)).join(','),
  )
  return `\ufeff${[head.join(','), ...rows].join('\r\n')}\r\n`
}

function written(cell: Cell, kind: Kind, zone: string): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return quoted(kind === 'date' ? cell : harmless(cell))
  if (kind === 'instant') return rfc3339(zone, cell)
  return String(kind === 'share' ? Math.round(cell * 10_000) / 10_000 : Math.round(cell * 1_000) / 1_000)
}
