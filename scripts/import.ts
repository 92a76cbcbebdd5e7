// npm run import -- FILE [--map MAP] [--at INSTANT]: brings the requests of another system in as cases. Safe to repeat.
import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { parseArgs } from 'node:util'
import { MultiBar } from 'cli-progress'
import { projectPath } from '../db/root.ts'
import type { RowFault } from '../server/import/fault.ts'
import { Loader } from '../server/import/load.ts'
import { DEFAULT_MAP, type ImportMap, readMap } from '../server/import/map.ts'
import { csvRows, jsonRows } from '../server/import/rows.ts'
import { instantMs } from '../shared/contract/text.ts'
import type { Lang } from '../shared/domain/text.ts'
import { say } from '../shared/i18n/text.ts'
import { openDeps } from './support/open.ts'

const USAGE = `Usage: npm run import -- FILE [--map MAP] [--at INSTANT]
FILE: .jsonl (one JSON object a line) or .csv (the first row names the columns).
MAP:  a mapping file, by default ${DEFAULT_MAP.join('/')}, which explains itself.
--at: bring it in as of that instant; what is later has not happened yet.`

process.exitCode = await main(process.argv.slice(2))

async function main(args: string[]): Promise<number> {
  const asked = readAsked(args)
  if (typeof asked === 'string') return refuse(asked)
  const { file, at } = asked
  let map: ImportMap
  let size: number
  try {
    map = await readMap(asked.map)
    size = await sizeOf(file)
  } catch (error) {
    return refuse((error as Error).message)
  }
  const { deps, close } = await openDeps({ connections: 6, limitMs: 60_000 })
  const lang = languageOf(process.env)
  const progress = showProgress(size)
  const begun = performance.now()
  try {
    const loader = new Loader(deps, map, at ?? deps.now(), (line, fault) => progress.log(describe(lang, line, fault)))
    const read = (bytes: number) => progress.update(bytes, rate(loader.totals.rows, begun))
    const rows = isJson(file) ? jsonRows(file, read) : csvRows(file, map.delimiter, read)
    const { added, known, faulty, rows: all } = await loader.load(rows)
    progress.stop()
    const seconds = (performance.now() - begun) / 1000
    console.log(
      `${all} rows in ${seconds.toFixed(1)} s (${rate(all, begun)}/s): ${added} added, ${known} known before, ${faulty} left out`,
    )
    return 0
  } catch (error) {
    progress.stop()
    if (isFileError(error)) return refuse(`${file} cannot be read: ${(error as Error).message}`)
    console.error(
      `The import stopped: ${(error as Error).message}. Run it again: what is in stays in and is not brought in twice.`,
    )
    return 1
  } finally {
    await close()
  }
}

function readAsked(args: string[]): { file: string; map: string; at: number | undefined } | string {
  try {
    const options = { map: { type: 'string' }, at: { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [file] = positionals
    if (file === undefined || positionals.length > 1) return USAGE
    if (!['.jsonl', '.ndjson', '.csv'].includes(extname(file).toLowerCase())) return `${USAGE}\n${file} is neither.`
    const at = values.at === undefined ? undefined : instantMs.safeParse(values.at)
    if (at && !at.success) return `${USAGE}\n--at wants an instant with its offset: 2011-03-04T12:00:00+06:00.`
    return { file, map: values.map ?? projectPath(...DEFAULT_MAP), at: at && Date.parse(at.data) }
  } catch (error) {
    return `${USAGE}\n${(error as Error).message}`
  }
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((error: Error) => {
    throw new Error(`${file} cannot be read: ${error.message}`)
  })
  if (!found.isFile()) throw new Error(`${file} is no file.`)
  return found.size
}

function isJson(file: string): boolean {
  return extname(file).toLowerCase() !== '.csv'
}

function rate(rows: number, begun: number): number {
  return Math.round((rows * 1000) / (performance.now() - begun))
}

/** An error of reading the file, not of the database behind a socket. */
function isFileError(error: unknown): boolean {
  const { syscall, code } = error as NodeJS.ErrnoException
  return syscall === 'read' || syscall === 'open' || (typeof code === 'string' && code.startsWith('CSV_'))
}

/** The language of the terminal; English where it is none of ours. */
function languageOf(env: NodeJS.ProcessEnv): Lang {
  const lang = (env.LC_ALL || env.LC_MESSAGES || env.LANG || '').slice(0, 2)
  return lang === 'kk' || lang === 'ru' ? lang : 'en'
}

function describe(lang: Lang, line: number, { code, params }: RowFault): string {
  return `line ${line}: ${say(lang, `row.${code}`, params)}`
}

/** A bar where somebody is looking; elsewhere only the rows left out. */
function showProgress(size: number) {
  if (!process.stderr.isTTY) {
    return { update: () => undefined, log: (line: string) => console.error(line), stop: () => undefined }
  }
  const bars = new MultiBar({
    format: '{bar} {percentage} % | {rate} rows/s | {eta_formatted} left',
    hideCursor: true,
    stream: process.stderr,
    fps: 4,
  })
  const bar = bars.create(size, 0, { rate: 0 })
  return {
    update: (bytes: number, rowsPerSecond: number) => bar.update(bytes, { rate: rowsPerSecond }),
    log: (line: string) => bars.log(`${line}\n`),
    stop: () => bars.stop(),
  }
}

function refuse(why: string): number {
  console.error(why)
  return 2
}
