import { createHmac, randomBytes } from 'node:crypto'
import { sameSecret } from '../secrets.ts'

/** RFC 6238 with what every code application understands: SHA-1, six digits, thirty seconds. */
const STEP_MS = 30_000
const DIGITS = 6
/** One step either way, for a phone whose clock is off. */
const WINDOW = 1
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** A new secret: 160 bits in base32 (RFC 4648). */
export function newTotpSecret(): string {
  let bits = ''
  for (const byte of randomBytes(20)) bits += byte.toString(2).padStart(8, '0')
  return bits.replace(/.{5}/g, (five) => BASE32[Number.parseInt(five, 2)]!)
}

/** The code of a secret for a counter (RFC 4226). */
export function codeOf(secret: string, counter: number): string {
  const message = Buffer.alloc(8)
  message.writeBigUInt64BE(BigInt(counter))
  const mac = createHmac('sha1', bytesOf(secret)).update(message).digest()
  const offset = mac[mac.length - 1]! & 15
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The counter whose code this is at the instant (epoch ms), or undefined. The caller lets each counter pass once. */
export function matchCode(secret: string, code: string, at: number): number | undefined {
  const given = code.replaceAll(' ', '')
  const now = Math.floor(at / STEP_MS)
  let found: number | undefined
  for (let counter = now - WINDOW; counter <= now + WINDOW; counter++)
    if (sameSecret(given, codeOf(secret, counter))) found = counter
  return found
}

/** The instant (epoch ms) after which no code of the counter is accepted any more. */
export const codeEnds = (counter: number) => (counter + WINDOW + 1) * STEP_MS

export function otpauth(secret: string, account: string): string {
  const label = encodeURIComponent(`Daybreak:${account}`)
  return `otpauth://totp/${label}?secret=${secret}&issuer=Daybreak`
}

function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}
