import type { Lang } from '../../../shared/domain/text.ts'
import { formatDate, formatDuration, formatInstant, formatNumber, formatPercent } from '../../../shared/i18n/format.ts'
import type { Cell, Kind, Table } from '../../export/table.ts'
import { StackTable } from './stack-table.tsx'

const MINUTE = 60_000
const DAY = 1_440

/** A table of figures as people read it; `labelledBy` is the id of its heading. */
export function FigureTable({ lang, table, labelledBy }: { lang: Lang; table: Table; labelledBy: string }) {
  return (
    <StackTable
      labelledBy={labelledBy}
      heads={table.columns.map(({ title }) => title)}
      rows={table.rows.map((row) => row.map((cell, i) => written(lang, cell, table.columns[i]!.kind, table.zone)))}
    />
  )
}

function written(lang: Lang, cell: Cell, kind: Kind, zone: string): string {
  if (cell === null) return '—'
  if (typeof cell === 'string') return kind === 'date' ? formatDate(lang, cell) : cell
  switch (kind) {
    case 'share':
      return formatPercent(lang, cell)
    case 'minutes':
      return formatDuration(lang, Math.round(cell) * MINUTE)
    case 'days':
      return formatDuration(lang, Math.round(cell * DAY) * MINUTE)
    case 'instant':
      return formatInstant(lang, zone, cell)
    default:
      return formatNumber(lang, cell, kind === 'amount' ? 1 : 0)
  }
}
