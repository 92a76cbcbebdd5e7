/**
 * Individual and business identification numbers (ЖСН/ИИН, БСН/БИН). Structure and check digit: Government decree 565
 * of 11.06.2003. Only the shape is checked, nothing says that the number was issued.
 */
import { isDate } from './date.ts'

export type IinFault = 'length' | 'digits' | 'century' | 'date' | 'check'
export type IinCheck =
  | { readonly valid: true; readonly birthDate: string; readonly sex: 'm' | 'f' }
  | { readonly valid: true; readonly birthDate: null; readonly sex: null }
  | { readonly valid: false; readonly fault: IinFault }

const WEIGHTS = [
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2],
] as const

/**
 * Checks an IIN: twelve ASCII digits, a real birth date, century digit 1–6, check digit. Trimming is the form's
 * affair. `foreigners` also lets the century digit 0 through, whose birth date has no century (null).
 */
export function checkIin(text: string, { foreigners = false }: { foreigners?: boolean } = {}): IinCheck {
  if (text.length !== 12) return { valid: false, fault: 'length' }
  if (!/^[0-9]{12}$/.test(text)) return { valid: false, fault: 'digits' }
  const century = Number(text[6])
  if (century > 6 || (century === 0 && !foreigners)) return { valid: false, fault: 'century' }
  const years = century === 0 ? ['18', '19', '20'] : [String(18 + Math.floor((century - 1) / 2))]
  const births = years.map((cc) => `${cc}${text.slice(0, 2)}-${text.slice(2, 4)}-${text.slice(4, 6)}`).filter(isDate)
  if (births.length === 0) return { valid: false, fault: 'date' }
  if (checkDigit(text) !== Number(text[11])) return { valid: false, fault: 'check' }
  if (century === 0) return { valid: true, birthDate: null, sex: null }
  return { valid: true, birthDate: births[0]!, sex: century % 2 === 1 ? 'm' : 'f' }
}

/** True when the text is a well-formed IIN. */
export function isIin(text: string): boolean {
  return checkIin(text).valid
}

/** The twelfth digit; 10 when both rows of weights give 10: such a number is never issued. */
function checkDigit(digits: string): number {
  let rest = 10
  for (const row of WEIGHTS) {
    rest = row.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11
    if (rest !== 10) break
  }
  return rest
}
