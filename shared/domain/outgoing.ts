/**
 * Numbers of outgoing letters (исх. №), `39-26/000123`: branch, year, serial. Serials are gapless per branch and year.
 */

export type OutgoingNumber = {
  /** canonical spelling */
  readonly number: string
  /** the branch code as written in letters: 'KZ-39' is '39' */
  readonly branch: string
  /** four digits */
  readonly year: number
  readonly serial: number
}

const LONGEST_INPUT = 64
const BRANCH = /^[0-9A-Z]{1,12}(?:-[0-9A-Z]{1,12}){0,2}$/
const WRITTEN = /^([0-9A-Z]{1,12}(?:-[0-9A-Z]{1,12}){0,2})-(\d{2})\/(\d{6,9})$/
const IN_TEXT = /(?<![\p{L}\d/-])[0-9A-Z]{1,12}(?:-[0-9A-Z]{1,12}){0,2}-\d{2}\/\d{6,9}(?![\p{L}\d/])/gu

/** The number of a letter; the year may have two or four digits. Throws RangeError when a part cannot be written. */
export function outgoingNumber(branchCode: string, year: number, serial: number): string {
  const branch = letterBranch(branchCode)
  if (!BRANCH.test(branch)) throw new RangeError(`not a branch code: ${JSON.stringify(branchCode)}`)
  if (!Number.isInteger(year) || year < 0 || year > 9999) throw new RangeError(`not a year: ${year}`)
  if (!Number.isInteger(serial) || serial < 1 || serial > 999_999_999) throw new RangeError(`not a serial: ${serial}`)
  return `${branch}-${String(year % 100).padStart(2, '0')}/${String(serial).padStart(6, '0')}`
}

/** How a branch code stands in a letter: without the country of an ISO 3166-2 code. */
export function letterBranch(branchCode: string): string {
  return branchCode.toUpperCase().replace(/^[A-Z]{2}-(?=\d)/, '')
}

/** Reads a letter number: any dash, spaces, full-width digits, a leading "исх. №" or №. Null when it is none. */
export function parseOutgoingNumber(text: string): OutgoingNumber | null {
  if (text.length > LONGEST_INPUT) return null
  const written = folded(text)
    .replace(/\s/g, '')
    .replace(/^(?:(?:ИСХ|ШЫҒ)\.?)?(?:№|NO\.?|#)?/u, '')
  const parts = WRITTEN.exec(written)
  if (parts === null) return null
  const [, branch, yy, serial] = parts as unknown as [string, string, string, string]
  if ((serial.length > 6 && serial.startsWith('0')) || Number(serial) < 1) return null
  const year = 2000 + Number(yy)
  return { number: outgoingNumber(branch, year, Number(serial)), branch, year, serial: Number(serial) }
}

/** Every letter number standing in a longer text (the subject or body of a reply), canonical, each once, at most 20. */
export function findOutgoingNumbers(text: string): string[] {
  const found = new Set<string>()
  for (const [written] of folded(text).matchAll(IN_TEXT)) {
    const parsed = parseOutgoingNumber(written)
    if (parsed !== null) found.add(parsed.number)
    if (found.size === 20) break
  }
  return [...found]
}

function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/\p{Pd}|−/gu, '-')
    .replace(/[⁄∕]/g, '/')
}
