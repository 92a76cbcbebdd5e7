/**
 * Case numbers, `39-26-0004127-3`: region digits, year, serial, Damm check digit over all digits before it. Damm finds
 * every single wrong digit and every swap of neighbours, the two mistakes people make on the phone.
 */

export type CaseNumber = {
  /** canonical spelling */
  readonly number: string
  /** two digits, the number of ISO 3166-2:KZ; kept as text because of a leading zero */
  readonly region: string
  /** four digits */
  readonly year: number
  readonly serial: number
}

// The totally anti-symmetric quasigroup of order 10 from H. M. Damm's thesis (2004).
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

const LONGEST_INPUT = 64

const USUAL = /^(\d{2})(\d{2})(\d{7})(\d)$/
// The serial grows to nine digits rather than run out. Such a number is read only with its dashes: Damm does not see a
// leading zero, so a usual number with one digit too many could pass for it.
const LONG = /^(\d{2})-+(\d{2})-+([1-9]\d{7,8})-+(\d)$/

/** The Damm digit of a row of digits, '0' … '9'. */
export function dammDigit(digits: string): string {
  let interim = 0
  for (const digit of digits) interim = Number(DAMM[interim]![Number(digit)])
  return String(interim)
}

/**
 * The case number of a serial; the year may have two or four digits. Throws RangeError when a part cannot be written
 * (region not two digits, serial below 1 or above nine digits).
 */
export function caseNumber(regionDigits: string, year: number, serial: number): string {
  if (!/^\d{2}$/.test(regionDigits)) throw new RangeError(`not two region digits: ${JSON.stringify(regionDigits)}`)
  if (!Number.isInteger(year) || year < 0 || year > 9999) throw new RangeError(`not a year: ${year}`)
  if (!Number.isInteger(serial) || serial < 1 || serial > 999_999_999) throw new RangeError(`not a serial: ${serial}`)
  const yy = String(year % 100).padStart(2, '0')
  const written = String(serial).padStart(7, '0')
  return `${regionDigits}-${yy}-${written}-${dammDigit(`${regionDigits}${yy}${written}`)}`
}

/**
 * Reads a case number as people write it: spaces, no dashes, any dash, full-width digits, a leading № or #. Null when
 * it is none or its check digit is wrong.
 */
export function parseCaseNumber(text: string): CaseNumber | null {
  if (text.length > LONGEST_INPUT) return null
  const written = text
    .normalize('NFKC')
    .trim()
    .replace(/^(?:No\.?|#)\s*/i, '')
    .replace(/[\s\p{Pd}−]/gu, '-')
  const parts = USUAL.exec(written.replaceAll('-', '')) ?? LONG.exec(written)
  if (parts === null) return null
  const [, region, yy, serial, check] = parts as unknown as [string, string, string, string, string]
  if (Number(serial) < 1 || dammDigit(`${region}${yy}${serial}`) !== check) return null
  const year = 2000 + Number(yy)
  return { number: caseNumber(region, year, Number(serial)), region, year, serial: Number(serial) }
}
