// Thousands of readers in one process: plain sockets that count the frames of a server (RFC 6455) without looking into them.
import { connect, type Socket } from 'node:net'
import { answerCalls } from './child.ts'
import { clock } from './fanout-clock.ts'

export interface ClientFigures {
  /** When the last client had the first message, the second, …; milliseconds of `clock`. */
  readonly ends: number[]
}

const HEAD = 10
const PING = 9
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0])
const UPGRADE = [
  'Host: 127.0.0.1',
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
]
const PATHS: Record<string, string> = {
  product: '/api/v1/live',
  ws: '/',
  'socket.io': '/socket.io/?EIO=4&transport=websocket',
}
/** What a client says when the line is up, and how many frames are greetings before the first message. */
const HELLO: Record<string, string | undefined> = {
  product: '{"type":"subscribe","topics":["public"]}',
  'socket.io': '40',
}
const GREETINGS: Record<string, number> = { product: 1, ws: 0, 'socket.io': 2 }

const sockets: Socket[] = []
/** How many clients have had message n. */
let had: number[] = []
let ends: number[] = []
let wanted = 0
let lost: Error | undefined
let done: { resolve(figures: ClientFigures): void; reject(error: Error): void } | undefined

answerCalls({
  async connect(port: number, name: string, count: number) {
    for (let n = 0; n < count; n += 50)
      await Promise.all(Array.from({ length: Math.min(50, count - n) }, () => open(port, name)))
  },
  /** Resolves when every client has had so many more messages. */
  expect(messages: number) {
    had = Array.from({ length: messages }, () => 0)
    ends = []
    wanted = messages
    counts.fill(0)
    return new Promise<ClientFigures>((resolve, reject) => {
      if (lost) reject(lost)
      done = { resolve, reject }
    })
  },
})

const counts: number[] = []

function open(port: number, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const index = counts.push(0) - 1
    sockets.push(socket)
    let greetings = GREETINGS[name]!
    const reader = new FrameReader((opcode) => {
      if (opcode === PING) socket.write(PONG)
      else if (greetings > 0) {
        if (--greetings === 0) resolve()
      } else count(index)
    })
    let head = ''
    const onHead = (data: Buffer) => {
      head += data.toString('latin1')
      const end = head.indexOf('\r\n\r\n')
      if (end < 0) return
      if (!head.startsWith('HTTP/1.1 101')) return reject(new Error(head.split('\r\n')[0]))
      socket.off('data', onHead).on('data', (chunk) => reader.read(chunk))
      const hello = HELLO[name]
      if (hello) socket.write(masked(hello))
      if (greetings === 0) resolve()
      const rest = Buffer.from(head.slice(end + 4), 'latin1')
      if (rest.length > 0) reader.read(rest)
    }
    socket.on('data', onHead)
    socket.on('error', reject)
    socket.on('close', () => {
      lost = new Error(`${name} closed a socket after ${counts[index]} of ${wanted} messages`)
      reject(lost)
      done?.reject(lost)
    })
    socket.write(`${[`GET ${PATHS[name]} HTTP/1.1`, ...UPGRADE].join('\r\n')}\r\n\r\n`)
  })
}

function count(index: number): void {
  const n = counts[index]!++
  if (n >= wanted || ++had[n]! < counts.length) return
  ends[n] = clock()
  if (n === wanted - 1) done?.resolve({ ends })
}

/** Walks from frame to frame of a stream that comes in pieces. */
class FrameReader {
  private readonly frame: (opcode: number) => void
  /** Bytes of the current frame still to be skipped. */
  private left = 0
  private opcode = 0
  private head = Buffer.alloc(0)

  constructor(frame: (opcode: number) => void) {
    this.frame = frame
  }

  read(chunk: Buffer): void {
    let at = 0
    while (at < chunk.length) {
      if (this.left > 0) {
        const step = Math.min(this.left, chunk.length - at)
        this.left -= step
        at += step
        if (this.left === 0) this.frame(this.opcode)
        continue
      }
      const piece = chunk.subarray(at, at + HEAD)
      const head = this.head.length === 0 ? piece : Buffer.concat([this.head, piece])
      const size = sizeOf(head)
      if (size === undefined) {
        this.head = Buffer.from(head)
        return
      }
      at += size.head - this.head.length
      this.head = Buffer.alloc(0)
      this.opcode = head[0]! & 15
      this.left = size.body
      if (this.left === 0) this.frame(this.opcode)
    }
  }
}

function sizeOf(head: Buffer): { head: number; body: number } | undefined {
  if (head.length < 2) return undefined
  const length = head[1]! & 127
  if (length < 126) return { head: 2, body: length }
  if (length === 126) return head.length < 4 ? undefined : { head: 4, body: head.readUInt16BE(2) }
  return head.length < 10 ? undefined : { head: 10, body: Number(head.readBigUInt64BE(2)) }
}

/** A short text frame of a client; the mask is all zeros, which changes nothing. */
function masked(text: string): Buffer {
  const body = Buffer.from(text)
  return Buffer.concat([Buffer.from([0x81, 0x80 | body.length, 0, 0, 0, 0]), body])
}
