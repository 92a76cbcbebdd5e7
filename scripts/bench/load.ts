// Load over HTTP from a process of its own: one request at a time on each of so many keep-alive connections.
import { randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { answerCalls, usage } from './child.ts'
import { quantile } from './result.ts'

export interface LoadOrder {
  readonly port: number
  readonly connections: number
  readonly seconds: number
  /** Reports from these regions in turn; or GETs of these paths in turn. */
  readonly regions?: readonly string[]
  readonly paths?: readonly string[]
  /** An API key to read with. */
  readonly key?: string
}

export interface LoadFigures {
  readonly requests: number
  readonly failed: number
  readonly seconds: number
  readonly p50: number
  readonly p99: number
  readonly firstFailure: string | null
}

const CATEGORIES = ['power-gas.power-cut', 'roads.pothole', 'heat.weak-heat', 'waste-ecology.waste', 'housing.lift']
const TEXTS = [
  'Үш күннен бері кешке қарай жарық өшіп қалады. Ауладағы бес үйдің бәрінде осындай жағдай, диспетчер жауап бермейді.',
  'Во дворе дома третий день не вывозят мусор, контейнеры переполнены, рядом детская площадка. Просим принять меры.',
  'Жолдың ортасында үлкен шұңқыр пайда болды, көліктер қарсы жолаққа шығып айналып өтуге мәжбүр. Қауіпті.',
  'Батареи едва тёплые, в квартире пятнадцать градусов, в подъезде живут пожилые люди и дети. Управляющая компания молчит.',
]

let serial = 0

function report(region: string): string {
  const n = serial++
  const body = JSON.stringify({
    category: CATEGORIES[n % CATEGORIES.length],
    region,
    text: TEXTS[n % TEXTS.length],
    address: `Абай көшесі, ${(n % 200) + 1}`,
    public: true,
    consent: true,
    reporter: {
      name: 'Айгүл Сейітова',
      phone: `+7701${String(1_000_000 + (n % 9_000_000))}`,
      email: `r${n}@bench.example`,
    },
  })
  return `POST /api/v1/cases HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nIdempotency-Key: ${randomUUID()}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
}

function makeRequest(order: LoadOrder): () => string {
  const { regions, paths, key } = order
  const headers = key === undefined ? '' : `Authorization: Bearer ${key}\r\n`
  if (paths) return () => `GET ${paths[serial++ % paths.length]} HTTP/1.1\r\nHost: bench\r\n${headers}\r\n`
  return () => report(regions![serial % regions!.length]!)
}

/** How many bytes the whole answer has, once its head is there. */
function lengthOf(head: string, at: number): number {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head.slice(0, at))
  if (!length) throw new Error(`an answer without its length: ${head.slice(0, at)}`)
  return at + 4 + Number(length[1])
}

async function run(order: LoadOrder): Promise<LoadFigures> {
  const next = makeRequest(order)
  const latencies: number[] = []
  let failed = 0
  let firstFailure: string | null = null
  const begun = performance.now()
  const until = begun + order.seconds * 1000

  const one = () =>
    new Promise<void>((resolve, reject) => {
      const socket: Socket = connect({ host: '127.0.0.1', port: order.port, noDelay: true })
      let sentAt = 0
      let got: Buffer[] = []
      let size = 0
      let wanted = Number.POSITIVE_INFINITY
      const send = () => {
        sentAt = performance.now()
        socket.write(next())
      }
      socket.once('connect', send)
      socket.once('error', reject)
      socket.once('close', resolve)
      socket.on('data', (chunk) => {
        got.push(chunk)
        size += chunk.length
        if (wanted === Number.POSITIVE_INFINITY) {
          const text = (got.length === 1 ? chunk : Buffer.concat(got)).toString('latin1')
          const at = text.indexOf('\r\n\r\n')
          if (at < 0) return
          wanted = lengthOf(text, at)
          if (text[9] !== '2') {
            failed++
            firstFailure ??= text.slice(0, 400)
          }
        }
        if (size < wanted) return
        const now = performance.now()
        latencies.push(now - sentAt)
        got = []
        size = 0
        wanted = Number.POSITIVE_INFINITY
        if (now < until) send()
        else socket.end()
      })
    })

  await Promise.all(Array.from({ length: order.connections }, one))
  const seconds = (performance.now() - begun) / 1000
  const sorted = Float64Array.from(latencies).sort()
  return {
    requests: latencies.length,
    failed,
    seconds,
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    firstFailure,
  }
}

answerCalls({ run, usage })
