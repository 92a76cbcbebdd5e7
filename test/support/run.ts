import { execFile } from 'node:child_process'
import { join } from 'node:path'

export interface Result {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** `npm run NAME -- ARGS` without the build step. */
export function runScript(env: Record<string, string>, name: string, ...args: string[]): Promise<Result> {
  const script = join(import.meta.dirname, '..', '..', 'scripts', `${name}.js`)
  const variables = { PATH: process.env.PATH!, HOME: process.env.HOME ?? '/', NODE_ENV: 'test', ...env }
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { env: variables }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err })
    })
  })
}
