import { createHash } from 'node:crypto'
import { type NewMail, saveMails } from '../../db/inbound.ts'
import { dropPieces, savePiece } from '../../db/pieces.ts'
import type { Deps } from '../deps.ts'
import { readReplyAddress } from '../letters/reply-address.ts'

/** A mail is written down in pieces of this size while it comes. */
const PIECE = 1 << 20

export const LARGEST_MAIL = 50 * 1024 * 1024

/** Thrown when a mail is larger than we take. */
export class MailTooLarge extends Error {}

export interface Envelope {
  readonly via: NewMail['via']
  readonly from: string
  readonly to: readonly string[]
  /** Epoch ms. */
  readonly receivedAt: number
  /** What a mailbox calls it; the same key is one mail. */
  readonly onceKey?: string
}

/**
 * Writes a mail down as it comes: pieces first, then, in one statement with the last of them, the mail itself. Memory holds
 * one piece. False: a mailbox gave the same message before. Throws MailTooLarge, and what the database throws.
 */
export async function keepMail(deps: Deps, bytes: AsyncIterable<Uint8Array>, envelope: Envelope): Promise<boolean> {
  const copies = recipients(deps, envelope.to)
  const ids = await deps.ids.reserve(1 + copies.length)
  const raw = ids.next()
  const hash = createHash('sha256')
  const at = deps.now()
  let size = 0
  let piece = 0
  let waiting: Uint8Array[] = []
  let held = 0
  try {
    for await (const chunk of bytes) {
      size += chunk.length
      if (size > LARGEST_MAIL) throw new MailTooLarge()
      hash.update(chunk)
      waiting.push(chunk)
      held += chunk.length
      if (held >= PIECE) {
        await savePiece(deps.sql, { raw, piece: piece++, bytes: Buffer.concat(waiting), at })
        waiting = []
        held = 0
      }
    }
  } catch (error) {
    // Nothing refers to these pieces and nothing will; the mail itself is written only below.
    if (piece > 0) await dropPieces(deps.sql, raw).catch(() => undefined)
    throw error
  }
  const { via, from, receivedAt, onceKey = null } = envelope
  const sha256 = hash.digest('base64')
  const mails = copies.map((to, n) => ({
    id: ids.next(),
    raw,
    size,
    sha256,
    via,
    envelopeFrom: from,
    envelopeTo: to,
    receivedAt,
    onceKey: onceKey === null || n === 0 ? onceKey : `${onceKey}#${n}`,
  }))
  return saveMails(deps.sql, mails, { raw, piece, bytes: Buffer.concat(waiting), at })
}

/** A mail to several of our letters answers each of them: one copy for each, and one for all when there is no letter. */
function recipients(deps: Deps, to: readonly string[]): string[][] {
  const letters = new Map<number, string>()
  for (const address of to) {
    const letter = readReplyAddress(deps.secrets, address, deps.config.mailDomain)
    if (letter !== undefined && !letters.has(letter)) letters.set(letter, address)
  }
  return letters.size > 0 ? [...letters.values()].map((address) => [address]) : [[...to]]
}
