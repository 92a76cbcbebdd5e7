import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip, type Gzip } from 'node:zlib'

/** One file in an archive; `body` must be read before the next entry is asked for. */
export type Entry = { name: string; size: number; body: AsyncIterable<Buffer> }

const block = 512

/**
 * Writes a .tar.gz that any tar reads. Each entry is given whole, so that its size is known before its first byte: callers cut
 * long contents into parts. `at` (epoch milliseconds) is the files' date.
 */
export class ArchiveWriter {
  private readonly gzip: Gzip = createGzip({ level: 6 })
  private readonly done: Promise<void>
  private readonly seconds: number

  constructor(file: string, at: number) {
    this.seconds = Math.floor(at / 1000)
    this.done = pipeline(this.gzip, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }))
    // told by add() or close(), whichever comes next
    this.done.catch(() => undefined)
  }

  async add(name: string, body: Buffer): Promise<void> {
    await this.write(Buffer.concat([header(name, body.length, this.seconds), body, Buffer.alloc(padding(body.length))]))
  }

  /** Resolves when the file is whole and on the disk. */
  async close(): Promise<void> {
    this.gzip.end(Buffer.alloc(2 * block))
    await this.done
  }

  /** Gives the file up. */
  async abort(): Promise<void> {
    this.gzip.destroy()
    await this.done.catch(() => undefined)
  }

  private async write(bytes: Buffer): Promise<void> {
    if (this.gzip.destroyed) await this.done
    if (!this.gzip.write(bytes)) await Promise.race([once(this.gzip, 'drain'), this.done])
  }
}

/** The entries of a .tar.gz in order. Throws when it is damaged or ends too early. */
export async function* readArchive(file: string): AsyncGenerator<Entry> {
  const gunzip = createGunzip()
  const bytes = new ByteReader(gunzip)
  createReadStream(file)
    .on('error', (error) => gunzip.destroy(error))
    .pipe(gunzip)
  for (;;) {
    const head = await bytes.take(block)
    if (head.every((byte) => byte === 0)) return bytes.drain()
    const { name, size } = parseHeader(head)
    let left = size
    async function* body() {
      while (left > 0) {
        const chunk = await bytes.some(left)
        left -= chunk.length
        yield chunk
      }
    }
    yield { name, size, body: body() }
    while (left > 0) left -= (await bytes.some(left)).length
    await bytes.take(padding(size))
  }
}

function padding(size: number): number {
  return (block - (size % block)) % block
}

function header(name: string, size: number, seconds: number): Buffer {
  const head = Buffer.alloc(block)
  const octal = (value: number, length: number) => `${value.toString(8).padStart(length - 1, '0')}\0`
  head.write(name, 0, 100)
  head.write(octal(0o600, 8), 100)
  head.write(octal(0, 8), 108)
  head.write(octal(0, 8), 116)
  head.write(octal(size, 12), 124)
  head.write(octal(seconds, 12), 136)
  head.write('        ', 148)
  head.write('0', 156)
  head.write('ustar\x0000', 257, 'latin1')
  head.write(octal(sum(head), 7), 148)
  return head
}

function parseHeader(head: Buffer): { name: string; size: number } {
  const text = (from: number, length: number) => head.toString('utf8', from, from + length).split('\0', 1)[0] ?? ''
  const expected = Number.parseInt(text(148, 8), 8)
  const blank = Buffer.from(head)
  blank.write('        ', 148)
  if (sum(blank) !== expected) throw new Error('The file is damaged, or is no backup')
  return { name: text(0, 100), size: Number.parseInt(text(124, 12), 8) }
}

function sum(head: Buffer): number {
  return head.reduce((total, byte) => total + byte, 0)
}

class ByteReader {
  private readonly chunks: AsyncIterator<Buffer>
  private rest: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]()
  }

  private async next(): Promise<IteratorResult<Buffer>> {
    try {
      return await this.chunks.next()
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (!code?.startsWith('Z_')) throw error
      throw new Error('The backup is damaged, cut off, or no backup at all', { cause: error })
    }
  }

  /** Between one and `most` bytes. */
  async some(most: number): Promise<Buffer> {
    while (this.rest.length === 0) {
      const { value, done } = await this.next()
      if (done) throw new Error('The backup is cut off')
      this.rest = value
    }
    const taken = this.rest.subarray(0, most)
    this.rest = this.rest.subarray(taken.length)
    return taken
  }

  /** To the end, where gzip's own checksum stands. */
  async drain(): Promise<void> {
    while (!(await this.next()).done);
  }

  async take(size: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let left = size; left > 0; left -= parts.at(-1)!.length) parts.push(await this.some(left))
    return Buffer.concat(parts)
  }
}
