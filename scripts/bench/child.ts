import { fork } from 'node:child_process'
import { join } from 'node:path'

/** A process of its own for one part of a benchmark, answering calls by name. */
export interface Child {
  call<T>(method: string, ...args: unknown[]): Promise<T>
  end(): Promise<void>
}

type Answer = { id: number; value?: unknown; fault?: string }
type Methods = Record<string, (...args: never[]) => unknown>

/** Starts build/scripts/bench/<role>.js. */
export function startChild(role: string, nodeOptions: string[] = []): Child {
  const child = fork(join(import.meta.dirname, `${role}.js`), [], {
    execArgv: ['--enable-source-maps', ...nodeOptions],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>()
  let next = 1
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  void ended.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`${role} has ended`))
  })
  child.on('message', ({ id, value, fault }: Answer) => {
    const call = waiting.get(id)
    waiting.delete(id)
    if (fault === undefined) call?.resolve(value as never)
    else call?.reject(new Error(`${role}: ${fault}`))
  })
  return {
    call: (method, ...args) =>
      new Promise((resolve, reject) => {
        const id = next++
        waiting.set(id, { resolve, reject })
        child.send({ id, method, args })
      }),
    async end() {
      if (child.connected) child.send({ id: 0, method: 'end', args: [] })
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(timer)
    },
  }
}

/** The other side: answers calls until the parent says `end` (or dies). */
export function answerCalls(methods: Methods, close: () => Promise<unknown> | undefined = () => undefined): void {
  const leave = async () => {
    await close()
    process.exit(0)
  }
  process.on('disconnect', () => void leave())
  process.on('message', async ({ id, method, args }: { id: number; method: string; args: never[] }) => {
    if (method === 'end') return leave()
    try {
      process.send!({ id, value: await methods[method]!(...args) } satisfies Answer)
    } catch (error) {
      process.send!({ id, fault: (error as Error).stack ?? String(error) } satisfies Answer)
    }
  })
}

/** CPU milliseconds and peak memory (MiB) of this process so far. */
export function usage(): { cpu: number; peak: number } {
  const { user, system } = process.cpuUsage()
  return { cpu: (user + system) / 1000, peak: process.resourceUsage().maxRSS / 1024 }
}
