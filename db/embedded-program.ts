import { execFile, spawn } from 'node:child_process'
import type { Owner } from './embedded-owner.ts'

/** Only what a program needs to run: the server must not inherit SECRET_KEY or PG* settings. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TMPDIR } = process.env
  return { PATH, SystemRoot, TMPDIR, LC_ALL: 'C', TZ: 'UTC' }
}

/** Runs a program of PostgreSQL to its end as the owner; rejects with what it printed when it fails. */
export function runProgram(program: string, args: string[], owner: Owner | undefined, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...owner, cwd, env: environment(), timeout: 120_000 }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${program} failed: ${stderr.trim() || stdout.trim() || error.message}`))
      else resolve()
    })
  })
}

/** As `runProgram`, for `pg_ctl start`: the server keeps the program's output open, so none is taken. */
export function runDetached(program: string, args: string[], owner: Owner | undefined, cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...owner, cwd, env: environment(), stdio: 'ignore', windowsHide: true })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}`))))
  })
}
