import type { Secrets } from '../secrets.ts'
import { isMac, makeMac } from './mac.ts'

const LOCAL = /^reply\+(\d{1,15})\.([a-z2-7]{24})$/i

const signed = (letter: number | string) => `reply-address:${letter}`

/** The letter's own address: From, Reply-To and envelope sender, so that every answer and every bounce finds its way. */
export function makeReplyAddress(secrets: Secrets, letter: number, domain: string): string {
  return `reply+${letter}.${makeMac(secrets, signed(letter))}@${domain}`
}

/** The letter a bare address was made for, in whatever case a mail program has written it; undefined for anything else. */
export function readReplyAddress(secrets: Secrets, address: string, domain: string): number | undefined {
  const at = address.lastIndexOf('@')
  if (at < 0 || address.slice(at + 1).toLowerCase() !== domain.toLowerCase()) return undefined
  const [, letter, mac] = LOCAL.exec(address.slice(0, at)) ?? []
  return letter && mac && isMac(secrets, signed(letter), mac) ? Number(letter) : undefined
}
