import { createHash } from 'node:crypto'
import { fileTypeOf } from '../../shared/domain/picture.ts'

const MOST_KEPT = 20
export const MOST_NAMED = 100
const LARGEST = 20 * 1024 * 1024
const LARGEST_TOGETHER = 40 * 1024 * 1024

/** Why a file is named but not kept. */
export type Refused = 'type' | 'size' | 'count' | 'empty' | 'broken'

export interface GivenFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly inline: boolean
  /** A whole mail inside the mail. */
  readonly message?: boolean
  readonly refused?: Refused
}

export interface SortedFile {
  readonly n: number
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly inline: boolean
  readonly refused: Refused | null
  /** base64; null for what is not kept. */
  readonly sha256: string | null
  readonly bytes: Uint8Array | null
}

const OFFICE: Readonly<Record<string, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
}
const OLD_OFFICE: Readonly<Record<string, string>> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}
const SIGNATURES: Readonly<Record<string, string>> = {
  p7s: 'application/pkcs7-signature',
  p7m: 'application/pkcs7-mime',
  cms: 'application/cms',
  sig: 'application/pkcs7-signature',
}

/** Which of the files of a mail are kept, and why not the others: by what their first bytes say, size and number. */
export function sortFiles(given: readonly GivenFile[]): SortedFile[] {
  let kept = 0
  let together = 0
  return given.slice(0, MOST_NAMED).map((file, n): SortedFile => {
    const { bytes, inline } = file
    const name = cleanName(file.name, file.message ? 'message.eml' : 'file')
    const mime = file.message ? 'message/rfc822' : typeOf(name, bytes)
    let refused: Refused | null = file.refused ?? null
    if (!refused && bytes.length === 0) refused = 'empty'
    if (!refused && !mime) refused = 'type'
    if (!refused && bytes.length > LARGEST) refused = 'size'
    if (!refused && together + bytes.length > LARGEST_TOGETHER) refused = 'size'
    if (!refused && kept >= MOST_KEPT) refused = 'count'
    if (!refused) {
      kept++
      together += bytes.length
    }
    return {
      n,
      name,
      mime: mime ?? 'application/octet-stream',
      size: bytes.length,
      inline,
      refused,
      sha256: refused ? null : createHash('sha256').update(bytes).digest('base64'),
      bytes: refused ? null : bytes,
    }
  })
}

/** What a file is by its first bytes and, where these are shared, its name; null for a type that is not kept. */
function typeOf(name: string, bytes: Uint8Array): string | null {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const picture = fileTypeOf(bytes)
  if (picture) return picture
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(16, bytes.length))
  const begins = (text: string) => head.toString('latin1').startsWith(text)
  if (begins('GIF8')) return 'image/gif'
  if (begins('II*\u0000') || begins('MM\u0000*')) return 'image/tiff'
  if (/^ftyp(heic|heix|mif1|msf1|avif)/.test(head.toString('latin1', 4))) return 'image/heic'
  if (begins('{\\rtf')) return 'application/rtf'
  if (begins('PK\u0003\u0004')) return OFFICE[ending] ?? null
  if (begins('\u00d0\u00cf\u0011\u00e0')) return OLD_OFFICE[ending] ?? null
  if (ending in SIGNATURES) return SIGNATURES[ending]!
  if ((ending === 'txt' || ending === 'csv') && !bytes.subarray(0, 4_000).includes(0))
    return ending === 'csv' ? 'text/csv' : 'text/plain'
  if (ending === 'ics' && begins('BEGIN:VCALENDAR')) return 'text/calendar'
  return null
}

/** The last part of the path, without what could break a header, a file system or a reader's eye. */
function cleanName(given: string, otherwise: string): string {
  const last = given.toWellFormed().split(/[/\\]/).at(-1)!
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const clean = last.replace(/[\u0000-\u001f\u007f<>:"|?*\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return [...(clean || otherwise)].slice(0, 150).join('')
}
