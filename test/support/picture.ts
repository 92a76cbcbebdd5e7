import { crc32 } from 'node:zlib'

/** A JPEG segment: marker, length, data (Latin-1). */
export function segment(marker: number, data: string): Buffer {
  const body = Buffer.from(data, 'latin1')
  return Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body])
}

const SCAN = Buffer.from([0xff, 0xda, 0, 4, 1, 2, 0x11, 0x22, 0xff, 0x00, 0x33])

/** A JPEG as far as its structure goes. */
export function jpegOf(segments: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, SCAN, Buffer.from([0xff, 0xd9])])
}

function pngChunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [size, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(data.length)
  crc.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, crc])
}

const HEADER = pngChunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
const DATA = pngChunk('IDAT', Buffer.from('789c6360000000020001', 'hex'))
const END = pngChunk('IEND', Buffer.alloc(0))
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

export const PIXEL_PNG = Buffer.concat([PNG, HEADER, DATA, END])

export function pngWith(chunks: readonly (readonly [string, string])[]): Buffer {
  return Buffer.concat([
    PNG,
    HEADER,
    ...chunks.map(([name, data]) => pngChunk(name, Buffer.from(data, 'latin1'))),
    DATA,
    END,
  ])
}

/** An extended WebP with the chunks behind its picture; `flags` of its header. */
export function webpWith(chunks: readonly (readonly [string, string])[], flags = 0x1c): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const size = Buffer.alloc(4)
    size.writeUInt32LE(data.length)
    return Buffer.concat([Buffer.from(name, 'latin1'), size, data, Buffer.alloc(data.length % 2)])
  }
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    chunk('VP8X', Buffer.from([flags, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
    chunk('VP8 ', Buffer.from('pixel')),
    ...chunks.map(([name, data]) => chunk(name, Buffer.from(data, 'latin1'))),
  ])
  const size = Buffer.alloc(4)
  size.writeUInt32LE(body.length)
  return Buffer.concat([Buffer.from('RIFF'), size, body])
}

/** A multipart form. */
export function formOf(files: readonly { name: string; bytes: Uint8Array }[], fields: Record<string, string> = {}) {
  const boundary = '----test-boundary'
  const parts = [
    ...Object.entries(fields).map(([name, value]) =>
      Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    ),
    ...files.map(({ name, bytes }) =>
      Buffer.concat([
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`,
        ),
        bytes,
        Buffer.from('\r\n'),
      ]),
    ),
  ]
  return {
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  }
}
