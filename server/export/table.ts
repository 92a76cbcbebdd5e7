/** A table of figures, the same behind a page, a CSV and a sheet of an XLSX. */
export type Cell = string | number | null

/**
 * `count` whole number, `share` 0 … 1, `minutes` and `days` durations, `amount` any number, `date` 'YYYY-MM-DD', `instant`
 * epoch milliseconds (with the zone of the table), `text` words.
 */
export type Kind = 'text' | 'count' | 'share' | 'minutes' | 'days' | 'amount' | 'date' | 'instant'

export interface Column {
  readonly title: string
  readonly kind: Kind
  /** Said in files only: there a duration is a bare number. */
  readonly unit?: string
}

/** The heading of a column in a file. */
export function fileTitle({ title, unit }: Column): string {
  return unit === undefined ? title : `${title}, ${unit}`
}

export interface Table {
  /** Part of the address of its file. */
  readonly name: string
  readonly title: string
  /** What the reader has to know to read it right. */
  readonly note?: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** IANA time zone of its instants. */
  readonly zone: string
}
