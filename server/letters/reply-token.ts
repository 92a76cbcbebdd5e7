import type { Secrets } from '../secrets.ts'
import { isMac, makeMac } from './mac.ts'

const DAY = 86_400_000
const TOKEN = /^(\d{1,15})-(\d{1,6})-([a-z2-7]{24})$/i

/** What the link in a letter stands for. */
export interface ReplyToken {
  readonly contact: number
  /** Epoch ms, a midnight of UTC; from this instant on the link is shut. */
  readonly expiresAt: number
}

const signed = (contact: number | string, day: number | string) => `reply-link:${contact}:${day}`

/**
 * The token of the link under which a body answers without an account: contact, last day and authenticator, nothing
 * stored. `expiresAt` (epoch ms) is rounded up to a midnight of UTC; the same contact and day give the same token.
 */
export function makeReplyToken(secrets: Secrets, contact: number, expiresAt: number): string {
  const day = Math.ceil(expiresAt / DAY)
  return `${contact}-${day}-${makeMac(secrets, signed(contact, day))}`
}

/** The contact of a token made by us, expired or not (compare `expiresAt`, half-open); undefined for anything else. */
export function readReplyToken(secrets: Secrets, token: string): ReplyToken | undefined {
  const [, contact, day, mac] = TOKEN.exec(token) ?? []
  if (!contact || !day || !mac || !isMac(secrets, signed(contact, day), mac)) return undefined
  return { contact: Number(contact), expiresAt: Number(day) * DAY }
}
