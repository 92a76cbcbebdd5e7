import {
  type CandidateRow,
  findLetterRef,
  type LetterRef,
  listByBody,
  listById,
  listByOutgoingNumber,
  listLettersByMessageId,
} from '../../db/views/candidates.ts'
import { type Guess, type InboundMail, isPlausible, rankGuesses } from '../../shared/domain/inbound.ts'
import { findOutgoingNumbers } from '../../shared/domain/outgoing.ts'
import type { Deps } from '../deps.ts'
import { readReplyAddress } from '../letters/reply-address.ts'
import type { FullWorld } from '../world.ts'

const MOST_BODIES = 5
const MOST_CONTACTS = 50

/** Where a mail belongs, or what a person may choose from. */
export type Match =
  | { readonly sure: LetterRef; readonly by: 'token' | 'reference' }
  | { readonly sure: null; readonly guesses: readonly Guess[]; readonly reason: HeldReason }

export type HeldReason = 'no-token' | 'false-token' | 'sender' | 'nothing'

/**
 * The letter that a mail answers. Only the address of a letter, or a reference to one from a plausible sender, says for
 * sure; everything else is a guess for a person.
 */
export async function findMatch(
  deps: Deps,
  world: FullWorld,
  mail: InboundMail,
  envelopeTo: readonly string[],
): Promise<Match> {
  const { sql } = deps
  const token = await letterOfAddress(deps, [...envelopeTo, ...mail.to])
  if (token.letter) return { sure: token.letter, by: 'token' }
  const referred = await listLettersByMessageId(sql, [...mail.inReplyTo, ...mail.references])
  const sender = mail.from?.address ?? ''
  const bodies = bodiesOf(world, sender)
  const numbers = findOutgoingNumbers(`${mail.subject}\n${mail.text}\n${mail.quoted}`)
  const rows = new Map<number, CandidateRow>()
  for (const found of await Promise.all([
    listById(
      sql,
      referred.map((r) => r.contact),
    ),
    listByOutgoingNumber(sql, numbers),
    listByBody(sql, bodies, MOST_CONTACTS),
  ]))
    for (const row of found) rows.set(row.contact, row)
  const addressesOf = (row: CandidateRow) => {
    const own = world.reference.body(row.body)?.email
    return own ? [...row.addresses, own] : row.addresses
  }
  for (const ref of referred) {
    const row = rows.get(ref.contact)
    if (row && isPlausible(sender, addressesOf(row))) return { sure: ref, by: 'reference' }
  }
  const guesses = rankGuesses(
    mail,
    [...rows.values()].map((row) => ({
      ...row,
      open: row.state === 'open',
      addresses: addressesOf(row),
      referred: referred.some((r) => r.contact === row.contact),
    })),
  )
  const reason = token.forged
    ? 'false-token'
    : referred.length > 0
      ? 'sender'
      : guesses.length > 0
        ? 'no-token'
        : 'nothing'
  return { sure: null, guesses, reason }
}

/** The letter whose own address stands among these; `forged`: one looks like it and is not ours. */
export async function letterOfAddress(
  deps: Deps,
  addresses: readonly string[],
): Promise<{ letter: LetterRef | undefined; forged: boolean }> {
  const { mailDomain } = deps.config
  let forged = false
  for (const address of addresses) {
    const id = readReplyAddress(deps.secrets, address, mailDomain)
    const letter = id === undefined ? undefined : await findLetterRef(deps.sql, id)
    if (letter) return { letter, forged }
    if (/^reply\+/i.test(address) && address.toLowerCase().endsWith(`@${mailDomain.toLowerCase()}`)) forged = true
  }
  return { letter: undefined, forged }
}

/** Bodies whose directory entry fits the sender. */
function bodiesOf({ reference }: FullWorld, sender: string): string[] {
  if (!sender.includes('@')) return []
  const fitting = { address: [] as string[], domain: [] as string[] }
  for (const { id, email } of reference.bodies) {
    const how = email ? isPlausible(sender, [email]) : null
    if (how === 'address' || how === 'domain') fitting[how].push(id)
  }
  return [...fitting.address, ...fitting.domain].slice(0, MOST_BODIES)
}
