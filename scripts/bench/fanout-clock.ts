import { setTimeout as pause } from 'node:timers/promises'
import { usage } from './child.ts'

/** Milliseconds of the machine's monotonic clock, which all processes share. */
export const clock = () => Number(process.hrtime.bigint() / 1_000n) / 1000

/** How long the event loop was held: by the clock, and of that by work of this process (the machine may have run others). */
export interface Hold {
  readonly wall: number
  readonly own: number
}

let longest: Hold = { wall: 0, own: 0 }
let seen = { at: clock(), cpu: usage().cpu }

setInterval(look, 1).unref()

function look(): void {
  const now = { at: clock(), cpu: usage().cpu }
  const wall = now.at - seen.at
  // Threads of the garbage collector count, too, so there may be more work than time.
  const own = Math.min(wall, now.cpu - seen.cpu)
  longest = { wall: Math.max(longest.wall, wall), own: Math.max(longest.own, own) }
  seen = now
}

/** What every server of this benchmark answers: its CPU, and how long its event loop was held at most. */
export const watched = {
  usage,
  resetHold() {
    longest = { wall: 0, own: 0 }
  },
  hold(): Hold {
    look()
    return longest
  },
}

/** Calls `send` so many times, at once or so many milliseconds apart; returns when each began (`clock`), after all have ended. */
export async function broadcasts(messages: number, everyMs: number, send: () => unknown): Promise<number[]> {
  const starts: number[] = []
  const sent: unknown[] = []
  const begin = () => {
    starts.push(clock())
    sent.push(send())
  }
  for (let n = 0; n < messages; n++) {
    if (n > 0 && everyMs > 0) await pause(everyMs)
    begin()
  }
  await Promise.all(sent)
  return starts
}
