/** What a spreadsheet takes for the beginning of a formula, which may fetch or run things (OWASP, CSV injection); also behind spaces. */
const FORMULA = /^[\s\u00a0\u200b\ufeff]*[=+\-@\t\r|%＝＋－＠]/

/** Words as a spreadsheet shows them and never runs them: what it would run stands behind an apostrophe. */
export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** A cell of RFC 4180. */
export const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** A table as CSV (RFC 4180: CRLF) with a byte order mark, by which spreadsheets know UTF-8; no cell is a formula. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`
}

function cell(value: string | number | null): string {
  if (value === null) return ''
  return typeof value === 'number' ? String(value) : quoted(harmless(value))
}
