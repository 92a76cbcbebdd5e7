import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * How often a fault is made: the full count with FAULT_ROUNDS=full, else one that fits into `npm test`. A number multiplies
 * the smaller one.
 */
export function rounds(full: number, usual: number): number {
  const { FAULT_ROUNDS: asked = '1' } = process.env
  return asked === 'full' ? full : Math.min(full, Math.ceil(usual * Number(asked)))
}

/** Numbers from a seed, the same in every run: between 0 and 1 like Math.random. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A process of test/faults that answers over IPC. */
export function startChild(script: string, args: string[], env: Record<string, string>): ChildProcess {
  return fork(join(import.meta.dirname, '..', 'faults', `${script}.js`), args, {
    execArgv: ['--enable-source-maps'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** kill -9, and gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Waits until the question is answered with something true; throws after the limit. Returns milliseconds waited and the answer. */
export async function until<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  limitMs: number,
  stepMs = 20,
): Promise<{ ms: number; answer: T }> {
  const begun = performance.now()
  for (;;) {
    const answer = await ask()
    const ms = Math.round(performance.now() - begun)
    if (answer) return { ms, answer }
    if (ms > limitMs) throw new Error(`Not within ${limitMs} ms`)
    await wait(stepMs)
  }
}

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}
