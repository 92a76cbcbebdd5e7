import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { usage } from './child.ts'

/** Milliseconds of the machine's monotonic clock, which all processes share. */
export const clock = () => Number(process.hrtime.bigint() / 1_000n) / 1000

const loop = monitorEventLoopDelay({ resolution: 1 })
loop.enable()

/** What every server of this benchmark answers: its CPU, and how long its event loop was held at most. */
export const watched = {
  usage,
  resetHold: () => loop.reset(),
  async hold() {
    // The watch writes a long hold down at its next tick.
    await pause(20)
    return loop.max / 1e6
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
