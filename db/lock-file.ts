import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

const heartbeatMs = 2_000
const staleMs = 30_000

/**
 * Runs `work` while this process holds the lock file; other processes wait up to `limitMs`. Node has no flock: the holder
 * touches the file every two seconds, and a lock whose process is gone or silent for 30 s is taken over.
 */
export async function withLockFile<T>(path: string, limitMs: number, work: () => Promise<T>): Promise<T> {
  const token = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() })
  const giveUp = performance.now() + limitMs
  while (!tryWrite(path, token)) {
    takeAwayIfStale(path)
    if (performance.now() > giveUp) {
      throw new Error(
        `Another process has held ${path} for ${Math.round(limitMs / 1000)} s: ${read(path) ?? 'released just now'}`,
      )
    }
    await wait(50)
  }
  const heartbeat = setInterval(() => touch(path), heartbeatMs)
  heartbeat.unref()
  try {
    return await work()
  } finally {
    clearInterval(heartbeat)
    if (read(path) === token) rmSync(path, { force: true })
  }
}

function tryWrite(path: string, token: string): boolean {
  try {
    writeFileSync(path, token, { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Only who holds the marker of a token may remove the lock that carries it, so no one removes its successor's. */
function takeAwayIfStale(path: string): void {
  const token = read(path)
  if (token === undefined || !isStale(path, token)) return
  const marker = `${path}.${createHash('sha256').update(token).digest('hex').slice(0, 16)}`
  if (!tryWrite(marker, '')) {
    if (ageMs(marker) > staleMs) rmSync(marker, { force: true })
    return
  }
  if (read(path) === token) rmSync(path, { force: true })
  rmSync(marker, { force: true })
}

function isStale(path: string, token: string): boolean {
  if (ageMs(path) > staleMs) return true
  try {
    const { pid, host } = JSON.parse(token) as { pid: number; host: string }
    return host === hostname() && !isAlive(pid)
  } catch {
    // written only in part; if nobody completes it, its age will tell
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function read(path: string): string | undefined {
  return unlessMissing(() => readFileSync(path, 'utf8'))
}

function ageMs(path: string): number {
  // the file's clock is the machine's: an age, not a business instant
  return unlessMissing(() => Date.now() - statSync(path).mtimeMs) ?? 0
}

function touch(path: string): void {
  const seconds = Date.now() / 1000
  unlessMissing(() => utimesSync(path, seconds, seconds))
}

function unlessMissing<T>(look: () => T): T | undefined {
  try {
    return look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
