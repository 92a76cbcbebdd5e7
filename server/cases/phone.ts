import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

const LONGEST_INPUT = 40

/**
 * The Kazakhstan number in E.164 ('+77011234567'), from any usual spelling; the trunk prefix 8 is folded to +7. Null
 * for everything else: +7 is shared with Russia, so the digits after it decide.
 */
export function normalisePhone(input: string): `+7${string}` | null {
  const text = input.trim()
  if (text.length > LONGEST_INPUT) return null
  const phone = parsePhoneNumberFromString(text, { defaultCountry: 'KZ', extract: false })
  if (phone === undefined || phone.ext !== undefined) return null
  if (phone.country !== 'KZ' || !phone.isValid()) return null
  return phone.number as `+7${string}`
}
