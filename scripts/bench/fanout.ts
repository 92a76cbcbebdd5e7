import { type Child, startChild } from './child.ts'
import type { ClientFigures } from './fanout-clients.ts'
import { type Hold, watched } from './fanout-clock.ts'
import type { Ground } from './ground.ts'
import { type BenchOptions, type BenchResult, median, quantile } from './result.ts'

/** Frames of the product, and of a floor with a payload of the same length, to so many sockets. */
interface Target {
  readonly name: string
  readonly server: Child
  readonly clients: Child
}

interface Round {
  /** Messages that reached clients per second, from the first write to the last byte. */
  readonly rate: number
  /** CPU microseconds of the serving process per message. */
  readonly cpu: number
  /** The longest the event loop was held, milliseconds. */
  readonly hold: Hold
  /** The same of this process, which only waits: what the machine itself takes. */
  readonly idle: Hold
  /** From the start of each broadcast until the last client has it, milliseconds. */
  readonly delays: readonly number[]
}

const PACE_MS = 100
/** A round that takes longer has lost something. */
const ROUND_MAX_MS = 120_000

/** One event to thousands of sockets: the product against `ws` sending in a loop, and against socket.io; in turns. */
export async function benchFanout(ground: Ground, options: BenchOptions): Promise<BenchResult[]> {
  const sockets = options.quick ? 1_000 : 5_000
  const burst = options.quick ? 50 : 100
  const paced = Math.max(10, Math.round((options.seconds * 1000) / PACE_MS))
  const url = await ground.copy('fanout')
  const product = await startTarget('product', 'fanout-serve', sockets, [url, ground.folder])
  const length = await product.server.call<number>('payloadLength')
  const ws = await startTarget('ws', 'fanout-ws', sockets, [length])
  const socketIo = await startTarget('socket.io', 'fanout-socketio', sockets, [length])
  const targets = [product, ws, socketIo]
  try {
    for (const target of targets) await round(target, sockets, 10, 0)
    const bursts = await inTurns(targets, options, (target) => round(target, sockets, burst, 0))
    const paces = await inTurns(targets, options, (target) => round(target, sockets, paced, PACE_MS))
    options.say(
      `  frames of ${length} bytes, ${sockets} sockets, bursts of ${burst}, ${paced} events ${PACE_MS} ms apart`,
    )
    return [
      ...rows(`burst of ${burst} to ${sockets} sockets`, 'messages/s', bursts, (r) => r.rate),
      ...rows(`paced to ${sockets} sockets`, 'messages per CPU s', paces, (r) => 1_000_000 / r.cpu),
      hold('longest event-loop hold, burst', bursts),
      hold('longest event-loop hold, paced', paces),
      delay(`paced to ${sockets} sockets: last client`, paces),
    ]
  } finally {
    for (const { server, clients } of targets) {
      await clients.end()
      await server.end()
    }
    await ground.drop('fanout')
  }
}

async function startTarget(name: string, role: string, sockets: number, start: unknown[]): Promise<Target> {
  const server = startChild(role)
  const clients = startChild('fanout-clients')
  const port = await server.call<number>('start', ...start)
  await clients.call('connect', port, name, sockets)
  return { name, server, clients }
}

type Rounds = ReadonlyMap<string, readonly Round[]>

async function inTurns(
  targets: Target[],
  { rounds, say }: BenchOptions,
  run: (target: Target) => Promise<Round>,
): Promise<Rounds> {
  const all = new Map(targets.map(({ name }) => [name, [] as Round[]]))
  for (let n = 0; n < rounds; n++) {
    for (const target of targets) {
      const figures = await run(target)
      all.get(target.name)!.push(figures)
      say(
        `  ${target.name}: ${Math.round(figures.rate)} messages/s, ${figures.cpu.toFixed(2)} µs each, hold ${figures.hold.own.toFixed(0)} ms`,
      )
    }
  }
  return all
}

/** So many broadcasts, at once or paced, until the last client has the last of them. */
async function round({ server, clients }: Target, sockets: number, messages: number, everyMs: number): Promise<Round> {
  const expected = clients.call<ClientFigures>('expect', messages)
  await server.call('resetHold')
  watched.resetHold()
  const before = await server.call<{ cpu: number }>('usage')
  const [starts, { ends }] = await inTime(
    Promise.all([server.call<number[]>('broadcast', messages, everyMs), expected]),
  )
  const after = await server.call<{ cpu: number }>('usage')
  const delivered = messages * sockets
  return {
    rate: delivered / ((ends.at(-1)! - starts[0]!) / 1000),
    cpu: ((after.cpu - before.cpu) * 1000) / delivered,
    hold: await server.call<Hold>('hold'),
    idle: watched.hold(),
    delays: ends.map((end, i) => end - starts[i]!),
  }
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('messages were lost: a round did not end')), ROUND_MAX_MS)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}

const of = (rounds: Rounds, name: string, value: (r: Round) => number) => median(rounds.get(name)!.map(value))

function rows(what: string, unit: string, rounds: Rounds, value: (r: Round) => number): BenchResult[] {
  const own = of(rounds, 'product', value)
  return ['ws', 'socket.io'].map((floor) => ({
    name: `fan-out, ${what}, beside ${floor}`,
    unit,
    value: own,
    floor: of(rounds, floor, value),
    ratio: own / of(rounds, floor, value),
    cpuPerUnit: of(rounds, 'product', (r) => r.cpu) / 1000,
    note: `CPU per message ${of(rounds, 'product', (r) => r.cpu).toFixed(2)} µs, ${floor} ${of(rounds, floor, (r) => r.cpu).toFixed(2)} µs`,
  }))
}

/** Held by work of its own; what the clock says beside it holds the turns of other processes, too. */
function hold(what: string, rounds: Rounds): BenchResult {
  const most = (name: string, value: (r: Round) => number) => Math.max(...rounds.get(name)!.map(value))
  const own = (name: string) => most(name, (r) => r.hold.own)
  const wall = most('product', (r) => r.hold.wall)
  const idle = most('product', (r) => r.idle.wall)
  return {
    name: `fan-out, ${what}`,
    unit: 'ms',
    value: own('product'),
    floor: own('ws'),
    ratio: own('product') / own('ws'),
    note: `less is better; socket.io ${own('socket.io').toFixed(0)} ms; by the clock ${wall.toFixed(0)} ms, a process that only waits ${idle.toFixed(0)} ms`,
  }
}

/** What gathering costs: the product waits 60 ms so that more goes out in one write. */
function delay(what: string, rounds: Rounds): BenchResult {
  const middle = (name: string) => of(rounds, name, (r) => median(r.delays))
  const sorted = rounds
    .get('product')!
    .flatMap((r) => r.delays)
    .sort((a, b) => a - b)
  return {
    name: `fan-out, ${what}`,
    unit: 'ms',
    value: middle('product'),
    floor: middle('ws'),
    ratio: middle('product') / middle('ws'),
    p99: quantile(sorted, 0.99),
    note: 'from the write in the database; less is better',
  }
}
