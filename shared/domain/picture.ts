import { joined } from './bytes.ts'

/**
 * What a file is, by its first bytes, and the same picture without what a phone writes into it unasked: place, time, device,
 * thumbnails, comments. Pixels are not touched. A turned photo keeps its turn.
 */
export type FileType = 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf'

/** By magic bytes; null for anything else, whatever its name says. */
export function fileTypeOf(bytes: Uint8Array): FileType | null {
  if (starts(bytes, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (starts(bytes, 0, PNG)) return 'image/png'
  if (starts(bytes, 0, ascii('RIFF')) && starts(bytes, 8, ascii('WEBP'))) return 'image/webp'
  if (starts(bytes, 0, ascii('%PDF-'))) return 'application/pdf'
  return null
}

/** Throws RangeError when the file breaks off or is not what its first bytes say. */
export function withoutMetadata(bytes: Uint8Array, type: FileType): Uint8Array {
  if (type === 'image/jpeg') return bareJpeg(bytes)
  if (type === 'image/png') return barePng(bytes)
  if (type === 'image/webp') return bareWebp(bytes)
  return bytes
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const PNG_DROPPED = new Set(['eXIf', 'tEXt', 'zTXt', 'iTXt', 'tIME', 'dSIG'])
const WEBP_DROPPED = new Set(['EXIF', 'XMP '])

const SOS = 0xda
const EOI = 0xd9

/**
 * Keeps frames, tables, scans, JFIF, the colour profile (APP2 ICC_PROFILE) and Adobe's colour transform (APP14); every other
 * APPn segment and comments go, and so does whatever stands behind the end of the image.
 */
function bareJpeg(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let turn = 1
  let at = 2
  for (;;) {
    if (bytes[at] !== 0xff) throw broken()
    while (bytes[at + 1] === 0xff) at++
    const marker = bytes[at + 1]!
    if (marker === EOI) {
      kept.push(bytes.subarray(at, at + 2))
      break
    }
    const size = u16(bytes, at + 2)
    const end = at + 2 + size
    if (size < 2 || end > bytes.length) throw broken()
    if (marker === 0xe1) turn = turnOf(bytes.subarray(at + 4, end)) ?? turn
    if (marker === SOS) {
      const next = endOfScan(bytes, end)
      kept.push(bytes.subarray(at, next))
      at = next
      continue
    }
    if (isKept(marker, bytes, at + 4)) kept.push(bytes.subarray(at, end))
    at = end
  }
  if (turn !== 1) kept.splice(1, 0, turnSegment(turn))
  return joined(kept)
}

function isKept(marker: number, bytes: Uint8Array, data: number): boolean {
  if (marker === 0xfe) return false
  if (marker < 0xe0 || marker > 0xef) return true
  return marker === 0xe0 || marker === 0xee || (marker === 0xe2 && starts(bytes, data, ascii('ICC_PROFILE\0')))
}

/** Compressed data ends at the first marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1]!
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
  }
  throw broken()
}

/** The Exif orientation, 1 to 8, or undefined. */
function turnOf(segment: Uint8Array): number | undefined {
  if (!starts(segment, 0, ascii('Exif\0\0'))) return undefined
  const tiff = segment.subarray(6)
  const little = tiff[0] === 0x49
  const short = (at: number) => (little ? tiff[at]! | (tiff[at + 1]! << 8) : u16(tiff, at))
  const first = little ? short(4) | (short(6) << 16) : (short(4) << 16) | short(6)
  if (first < 8 || first + 2 > tiff.length) return undefined
  for (let entry = first + 2, left = short(first); left > 0 && entry + 12 <= tiff.length; left--, entry += 12) {
    if (short(entry) !== 0x0112) continue
    const turn = short(entry + 8)
    return turn >= 1 && turn <= 8 ? turn : undefined
  }
  return undefined
}

/** An Exif segment that says how the photo is turned, and nothing else. */
function turnSegment(turn: number): Uint8Array {
  const tiff = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0, 0, 0, 0, 0]
  const body = [...ascii('Exif\0\0'), ...tiff]
  return Uint8Array.from([0xff, 0xe1, 0, body.length + 2, ...body])
}

function barePng(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  for (let at = 8; ; ) {
    const size = u32(bytes, at)
    const end = at + 12 + size
    if (at + 12 > bytes.length || end > bytes.length) throw broken()
    const name = text(bytes, at + 4)
    if (!PNG_DROPPED.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return joined(kept)
    at = end
  }
}

function bareWebp(bytes: Uint8Array): Uint8Array {
  const little = (at: number) => u32([bytes[at + 3]!, bytes[at + 2]!, bytes[at + 1]!, bytes[at]!], 0)
  const whole = Math.min(bytes.length, little(4) + 8)
  const kept: Uint8Array[] = []
  for (let at = 12; at < whole; ) {
    if (at + 8 > whole) throw broken()
    const size = little(at + 4)
    const end = at + 8 + size + (size % 2)
    if (at + 8 + size > whole) throw broken()
    const name = text(bytes, at)
    if (!WEBP_DROPPED.has(name)) {
      const chunk = bytes.slice(at, end)
      // The header's flags must not promise what was taken out: 0x08 Exif, 0x04 XMP.
      if (name === 'VP8X') chunk[8] = chunk[8]! & ~0x0c
      kept.push(chunk)
    }
    at = end
  }
  const size = kept.reduce((sum, chunk) => sum + chunk.length, 4)
  const head = [
    ...ascii('RIFF'),
    size & 255,
    (size >> 8) & 255,
    (size >> 16) & 255,
    (size >>> 24) & 255,
    ...ascii('WEBP'),
  ]
  return joined([Uint8Array.from(head), ...kept])
}

const broken = () => new RangeError('the picture breaks off')
const ascii = (word: string) => [...word].map((letter) => letter.charCodeAt(0))
const text = (bytes: Uint8Array, at: number) => String.fromCharCode(...bytes.subarray(at, at + 4))
const starts = (bytes: Uint8Array, at: number, wanted: readonly number[]) => wanted.every((b, i) => bytes[at + i] === b)
const u16 = (bytes: ArrayLike<number>, at: number) => (bytes[at]! << 8) | bytes[at + 1]!
const u32 = (bytes: ArrayLike<number>, at: number) => u16(bytes, at) * 65_536 + u16(bytes, at + 2)
