import { type Secrets, sameSecret } from '../secrets.ts'

const SIGNS = 'abcdefghijklmnopqrstuvwxyz234567'
/** Bits of an authenticator: 24 signs of base32, within the 64 of an address's local part. */
const BITS = 120

/** An authenticator that survives paper, telephones and mail programs that change the case: lower-case base32 (RFC 4648). */
export function makeMac(secrets: Secrets, value: string): string {
  const bits = [...secrets.mailMac(value, BITS)].map((sign) => Number.parseInt(sign, 16).toString(2).padStart(4, '0'))
  return bits
    .join('')
    .match(/.{5}/g)!
    .map((five) => SIGNS[Number.parseInt(five, 2)])
    .join('')
}

/** Whether the authenticator is that of the value; takes the same time for every wrong one. */
export function isMac(secrets: Secrets, value: string, mac: string): boolean {
  return sameSecret(makeMac(secrets, value), mac.toLowerCase())
}
