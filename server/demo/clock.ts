import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Clock } from '../skew.ts'

/** The clock of the demo: the real one, and how far it has been moved on. Kept in a file, so that a restart does not go back. */
export class DemoClock implements Clock {
  private readonly base: Clock
  private readonly file: string
  private offset: number
  /** Where the hands are going (epoch ms); undefined while they stand. */
  target: number | undefined

  constructor(base: Clock, file: string) {
    this.base = base
    this.file = file
    this.offset = readOffset(file)
  }

  now = (): number => this.base.now() + this.offset

  refresh(): Promise<void> {
    return this.base.refresh()
  }

  skewMs(): number {
    return this.base.skewMs()
  }

  /** Sets the hands without anything happening on the way; for telling a past. */
  set(at: number): void {
    this.offset = at - this.base.now()
  }

  /** Moves the hands on by so many milliseconds. */
  advance(ms: number): void {
    this.offset += ms
  }

  /** Keeps where the hands stand, for the next start. */
  keep(): void {
    mkdirSync(dirname(this.file), { recursive: true })
    writeFileSync(this.file, JSON.stringify({ offset: this.offset }))
  }
}

function readOffset(file: string): number {
  try {
    const { offset } = JSON.parse(readFileSync(file, 'utf8')) as { offset?: unknown }
    return Number.isFinite(offset) ? (offset as number) : 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0
    throw error
  }
}
