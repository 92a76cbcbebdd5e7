import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { kill } from './fault.ts'

type Teardown = { teardown(work: () => unknown): unknown }

export interface TestInstance {
  readonly url: string
  readonly process: ChildProcess
  /** Every line it has printed. */
  readonly said: string[]
  /** How it ended, when it has: the exit code, or the signal. */
  ended(): number | string | undefined
  /** SIGTERM, and waits for the end; milliseconds it took. */
  stop(): Promise<number>
}

/**
 * `npm start` as a process of its own on a free port, without the build; or another command, such as a clone's own
 * `scripts/run.mjs start`. Killed when the test ends.
 */
export async function startProcess(
  t: Teardown,
  env: Record<string, string>,
  command: readonly string[] = ['--enable-source-maps', join(import.meta.dirname, '../../scripts/start.js')],
): Promise<TestInstance> {
  // tap hands its loaders down through NODE_OPTIONS; the compiler does not start under them
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, ...command], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', RATE_LIMIT: 'off', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => kill(child))
  const said: string[] = []
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        const found = / is up: (http\S+)/.exec(line)?.[1]
        if (found) resolve(found)
      })
    }
    child.once('exit', (code, signal) => reject(new Error(`It ended (${code ?? signal}): ${said.join('\n')}`)))
    child.once('error', reject)
  })
  return {
    url,
    process: child,
    said,
    ended: () => child.exitCode ?? child.signalCode ?? undefined,
    async stop() {
      const begun = performance.now()
      const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : Promise.resolve()
      child.kill('SIGTERM')
      await gone
      return performance.now() - begun
    },
  }
}
