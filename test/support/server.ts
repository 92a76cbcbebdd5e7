import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Embedded, type EmbeddedLog, startEmbedded } from '../../db/embedded.ts'

type Teardown = { teardown(work: () => unknown): unknown }

export type TestServer = Embedded & { dataDir: string; said: string[]; kill(): number }

/** An embedded server of its own, for tests that kill it; stopped and removed when the test ends. */
export async function makeServer(t: Teardown): Promise<TestServer> {
  const dataDir = makeFolder(t)
  const said: string[] = []
  const server = await startEmbedded({ dataDir, log: keep(said), settings: { fsync: 'off' } })
  t.teardown(() => server.stop())
  return { ...server, dataDir, said, kill: () => killServer(server) }
}

/** A folder that the server's user can pass through; removed when the test ends, after everything registered later. */
export function makeFolder(t: Teardown): string {
  const folder = mkdtempSync(join(tmpdir(), 'daybreak-server-'))
  chmodSync(folder, 0o711)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function keep(said: string[]): EmbeddedLog {
  const say = (message: string) => void said.push(message)
  return { info: say, warn: say, error: say }
}

/** kill -9 of the server's first process; returns its pid. */
export function killServer({ home }: Pick<Embedded, 'home'>): number {
  const pid = pidOf({ home })
  process.kill(pid, 'SIGKILL')
  return pid
}

export function pidOf({ home }: Pick<Embedded, 'home'>): number {
  return Number(readFileSync(join(home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
}
