import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { type CsvError, parse } from 'csv-parse'
import { RowFault } from './fault.ts'

export type Values = Readonly<Record<string, unknown>>

/** A row as it stands in the file; `line` is that of its end, as editors count. */
export interface FileRow {
  readonly line: number
  readonly values: Values | RowFault
}

/** Longer rows are no service requests, and must not fill the memory. */
const LONGEST_ROW = 1_000_000
const NEWLINE = 0x0a
const RETURN = 0x0d

const BOM = Buffer.from('\ufeff')

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false })

/** The rows of a JSONL file, a few thousand at a time as they are read; `read` is told the bytes so far. */
export async function* jsonRows(path: string, read: (bytes: number) => void): AsyncGenerator<FileRow[]> {
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 })
  let line = 0
  let kept: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const rows: FileRow[] = []
    let from = 0
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      const row = rowOf(++line, [...kept, chunk.subarray(from, at)], size + at - from)
      if (row) rows.push(row)
      kept = []
      size = 0
      from = at + 1
    }
    size += chunk.length - from
    // Of a row without end only its length is kept.
    if (size <= LONGEST_ROW) kept.push(chunk.subarray(from))
    else kept = []
    read(stream.bytesRead)
    yield rows
  }
  const last = size > 0 ? rowOf(line + 1, kept, size) : undefined
  if (last) yield [last]
}

function rowOf(line: number, parts: Buffer[], size: number): FileRow | undefined {
  if (size > LONGEST_ROW) return { line, values: new RowFault('too_long', { max: LONGEST_ROW }) }
  const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
  if (bytes.length === 0 || (bytes.length === 1 && bytes[0] === RETURN)) return undefined
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    return { line, values: new RowFault('not_utf8') }
  }
  try {
    const values: unknown = JSON.parse(text)
    if (typeof values === 'object' && values !== null && !Array.isArray(values))
      return { line, values: values as Values }
  } catch {
    // told below
  }
  return { line, values: new RowFault('not_json') }
}

/** The rows of a CSV file whose first row names the columns. */
export async function* csvRows(
  path: string,
  delimiter: string,
  read: (bytes: number) => void,
): AsyncGenerator<FileRow[]> {
  const stream = createReadStream(path, { highWaterMark: 256 * 1024 })
  let rows: FileRow[] = []
  // As bytes: the parser would put replacement characters where the file is not UTF-8.
  const parser = parse({
    encoding: null,
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: LONGEST_ROW,
    on_skip: (error: CsvError | undefined) => {
      rows.push({ line: Number(error?.lines ?? 0), values: skipped(error) })
    },
  })
  stream.on('error', (error) => parser.destroy(error))
  const bytes = Readable.from(withoutBom(stream), { objectMode: false })
  let header: string[] | undefined
  for await (const { record, info } of bytes.pipe(parser) as AsyncIterable<{
    record: Buffer[]
    info: { lines: number }
  }>) {
    if (!header) {
      header = record.map((cell) => cell.toString('utf8').trim())
      continue
    }
    rows.push({ line: info.lines, values: valuesOf(header, record) })
    if (rows.length < 500) continue
    read(stream.bytesRead)
    yield rows
    rows = []
  }
  read(stream.bytesRead)
  yield rows
}

/** The parser's own handling of the mark would make it decode, and hide what is no UTF-8. */
async function* withoutBom(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of stream) {
    yield first && chunk.subarray(0, 3).equals(BOM) ? chunk.subarray(3) : chunk
    first = false
  }
}

function skipped(error: CsvError | undefined): RowFault {
  if (error?.code === 'CSV_MAX_RECORD_SIZE') return new RowFault('too_long', { max: LONGEST_ROW })
  return new RowFault('unreadable', { field: error?.code?.replace('CSV_', '').toLowerCase() ?? 'csv' })
}

function valuesOf(header: readonly string[], record: readonly Buffer[]): Values | RowFault {
  if (record.length !== header.length) return new RowFault('columns', { found: record.length, expected: header.length })
  try {
    return Object.fromEntries(header.map((name, i) => [name, utf8.decode(record[i])]))
  } catch {
    return new RowFault('not_utf8')
  }
}
