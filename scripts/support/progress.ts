import type { Progress } from '../../db/backup.ts'

/** One line a table on standard error; on a terminal a large table counts while it is copied. */
export function showProgress(verb: string): Progress {
  let shownAt = 0
  const { stderr } = process
  return (table, rows, done) => {
    const line = `${verb} ${table}: ${rows.toLocaleString('en-US')} rows`
    if (done) stderr.write(stderr.isTTY ? `\r\u001b[K${line}\n` : `${line}\n`)
    else if (stderr.isTTY && performance.now() - shownAt > 200) {
      shownAt = performance.now()
      stderr.write(`\r\u001b[K${line} …`)
    }
  }
}
