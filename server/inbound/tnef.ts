/** A file out of a winmail.dat. */
export interface TnefFile {
  readonly name: string
  readonly bytes: Uint8Array
}

const SIGNATURE = 0x223e9f78
const RENDDATA = 0x00069002
const TITLE = 0x00018010
const DATA = 0x0006800f
const MOST_FILES = 100

/**
 * The files inside Outlook's winmail.dat (MS-OXTNEF), by their names of the eight-bit kind; undefined when it is none or breaks
 * off. No library of it is kept up any more; what is needed here are three of its attributes.
 */
export function filesOfTnef(bytes: Uint8Array): TnefFile[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 6 || view.getUint32(0, true) !== SIGNATURE) return undefined
  const files: { name: string; bytes: Uint8Array | undefined }[] = []
  let codepage = 'windows-1251'
  for (let at = 6; at + 9 <= bytes.length; ) {
    const attribute = view.getUint32(at + 1, true)
    const length = view.getUint32(at + 5, true)
    const value = bytes.subarray(at + 9, at + 9 + length)
    if (value.length < length) return undefined
    if (attribute === 0x00069007 && length >= 4) codepage = charsetOf(value[0]! | (value[1]! << 8))
    if (attribute === RENDDATA) {
      if (files.length === MOST_FILES) break
      files.push({ name: '', bytes: undefined })
    }
    const file = files.at(-1)
    if (file && attribute === TITLE) file.name = new TextDecoder(codepage).decode(value).replace(/\0.*$/s, '')
    if (file && attribute === DATA) file.bytes = value
    at += 9 + length + 2
  }
  return files.flatMap(({ name, bytes }) => (bytes ? [{ name: name || 'file', bytes }] : []))
}

function charsetOf(codepage: number): string {
  const known: Readonly<Record<number, string>> = {
    1250: 'windows-1250',
    1251: 'windows-1251',
    1252: 'windows-1252',
    65001: 'utf-8',
    20866: 'koi8-r',
    866: 'ibm866',
  }
  return known[codepage] ?? 'windows-1251'
}
