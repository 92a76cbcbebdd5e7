import { createHash } from 'node:crypto'
import { isUnavailable, safeError } from '../../db/errors.ts'
import {
  type ClaimedInbound,
  claimInbound,
  findTwin,
  releaseInbound,
  type Settled,
  saveInboundFile,
  saveRead,
  settleInbound,
} from '../../db/inbound.ts'
import { markLetter } from '../../db/letters.ts'
import { findWhole } from '../../db/pieces.ts'
import { type LetterRef, listLettersByMessageId } from '../../db/views/candidates.ts'
import { type Automatic, type InboundMail, recognise } from '../../shared/domain/inbound.ts'
import type { Deps } from '../deps.ts'
import type { Did, Pass } from '../engine/pass.ts'
import { readReplyAddress } from '../letters/reply-address.ts'
import { sameSecret } from '../secrets.ts'
import type { SortedFile } from './files.ts'
import { findMatch, letterOfAddress } from './match.ts'
import type { Parsed } from './parse.ts'
import { placeMail } from './place.ts'
import { Reader } from './reader.ts'
import { tellPen } from './tell-pen.ts'

const BATCH = 20
/** Longer than a batch of the slowest mails takes (the reader gives each 60 s). */
const LEASE_MS = 30 * 60_000
/** A mail whose reading ended so often without an end (a process that died over it) is shown to a person. */
const MOST_ATTEMPTS = 4
const REST_MS = [60_000, 300_000, 900_000]

const NOWHERE: Omit<Settled, 'state' | 'reason'> = { contact: null, letter: null, guesses: null }

/** Reads what has come in, as a job of the engine. */
export async function inboundDue(deps: Deps, pass: Pass): Promise<Did> {
  const reader = new Reader()
  try {
    return await receive(deps, reader, pass)
  } finally {
    await reader.close()
  }
}

/** Reads the mails that wait, oldest first: each is placed, held, set apart or quarantined, and none holds up another. */
export async function receive(deps: Deps, reader: Reader, pass: Pass): Promise<Did> {
  const did: Record<string, number> = {}
  const count = (what: string) => {
    did[what] = (did[what] ?? 0) + 1
  }
  // Leases and rests are of the real clock: a drill in the future must not take mails that are in hand.
  while (await pass.alive()) {
    const now = deps.now()
    const claimed = await claimInbound(deps.sql, Math.min(pass.at, now), now + LEASE_MS, BATCH)
    for (const [n, mail] of claimed.entries()) {
      if (!(await pass.alive())) {
        await releaseInbound(deps.sql, claimed.slice(n), now, true)
        return did
      }
      try {
        count(await readOne(deps, reader, mail))
      } catch (error) {
        const rest = REST_MS[Math.min(mail.attempts - 1, REST_MS.length - 1)]!
        const { code } = safeError(error)
        deps.log.error({ mail: mail.id, code: code ?? (error as Error)?.name }, 'a mail could not be read')
        // While the database is away no mail is to blame.
        await releaseInbound(deps.sql, [mail], now + rest, isUnavailable(error)).catch(() => undefined)
        if (isUnavailable(error)) throw error
        count('later')
      }
    }
    if (claimed.length < BATCH) break
  }
  return did
}

async function readOne(deps: Deps, reader: Reader, mail: ClaimedInbound): Promise<string> {
  let known: InboundMail | null = null
  const end = async (settled: Settled) => {
    // Told first: a death in between tells again, under the same key.
    if (settled.state === 'held' || settled.state === 'quarantined') await tellPen(deps, mail, known)
    await settleInbound(deps.sql, mail, settled, deps.now())
    return settled.state
  }
  const quarantine = (reason: string) => end({ ...NOWHERE, state: 'quarantined', reason })
  if (mail.attempts > MOST_ATTEMPTS) return quarantine('gave-up')
  const raw = await findWhole(deps.sql, mail.raw)
  if (!raw) return quarantine('no-raw')
  const outcome = await reader.read(raw)
  if ('reason' in outcome) {
    if (outcome.fault)
      deps.log.warn({ mail: mail.id, reason: outcome.reason, fault: outcome.fault }, 'mail quarantined')
    return quarantine(outcome.reason)
  }
  const { mail: parsed, files } = outcome.parsed
  known = parsed
  const twin = twinOf(outcome.parsed)
  for (const file of files) await saveInboundFile(deps.sql, mail.id, forStore(file))
  const kept = await saveRead(deps.sql, mail, { messageId: parsed.messageId, twin, parsed }, deps.now())
  if (!kept) return 'overtaken'
  // A mailbox gives no envelope; its server has written the sender of it into a header.
  const envelopeFrom = mail.via === 'imap' ? (parsed.marks['return-path'] ?? 'unknown') : mail.envelopeFrom
  const automatic = recognise(parsed, envelopeFrom, hasPapers(files))
  if (automatic?.kind === 'bounce') return end(await bounced(deps, mail, parsed, automatic))
  if (await isOwn(deps, parsed)) return end({ ...NOWHERE, state: 'own', reason: null })
  const world = await deps.world.at(deps.now())
  if (parsed.parts === 0 && !automatic) return quarantine('no-parts')
  const match = await findMatch(deps, world, parsed, mail.envelopeTo)
  const where = match.sure ?? { contact: null, letter: null }
  const earlier = await findTwin(deps.sql, mail.id, twin, where.contact)
  if (earlier) return end({ ...where, guesses: null, state: 'duplicate', reason: null, contact: earlier.contact })
  if (automatic?.kind === 'auto-reply')
    return end({ ...where, guesses: null, state: 'auto-reply', reason: automatic.reason })
  if (match.sure && !automatic) {
    const { contact, letter } = match.sure
    const placed = await placeMail(
      deps,
      { id: mail.id, letter, receivedAt: mail.receivedAt, text: parsed.text },
      contact,
    )
    if (placed === 'placed' || placed === 'already') return 'placed'
    const guesses = [{ contact, score: 99, hints: [match.by] }]
    return end({ contact, letter, guesses, state: 'held', reason: `refused-${placed.refused}` })
  }
  const reason = automatic?.reason ?? (match.sure ? 'no-token' : match.reason)
  const guesses = match.sure ? [{ contact: match.sure.contact, score: 99, hints: [match.by] }] : match.guesses
  return end({ ...where, guesses, state: 'held', reason })
}

/** A report on one of our letters: its state follows, and whoever wrote it is told by the next pass of the letters. */
async function bounced(deps: Deps, mail: ClaimedInbound, parsed: InboundMail, { reason }: Automatic): Promise<Settled> {
  const ref = await returnedLetter(deps, mail, parsed)
  const status = parsed.report?.status ?? null
  const at = mail.receivedAt
  if (ref && reason === 'failed')
    await markLetter(deps.sql, ref.letter, { state: 'failed', at, fault: bounceFault(status) })
  // "relayed" and "expanded" say that it has left for a place that reports no more.
  if (ref && reason === 'delivered') await markLetter(deps.sql, ref.letter, { state: 'delivered', at, fault: null })
  return {
    state: 'bounce',
    reason,
    contact: ref?.contact ?? null,
    letter: ref?.letter ?? null,
    guesses: null,
  }
}

const bounceFault = (status: string | null) => (status === null ? 'bounced' : `bounced ${status}`)

/**
 * The letter that came back: by the message it quotes, so that the report on a reminder is not taken for one on the first
 * letter, else by the address it came to, else by one of our addresses within it.
 */
async function returnedLetter(deps: Deps, mail: ClaimedInbound, parsed: InboundMail): Promise<LetterRef | undefined> {
  const { messageIds, addresses } = parsed.returned
  const to = await letterOfAddress(deps, [...mail.envelopeTo, ...parsed.to])
  const quoted = await listLettersByMessageId(deps.sql, [...messageIds, ...parsed.inReplyTo, ...parsed.references])
  // A message id can be known to others, the address of a letter hardly: where both are there they must agree.
  if (to.letter) return quoted.find((q) => q.contact === to.letter!.contact) ?? to.letter
  const within = await letterOfAddress(deps, addresses)
  return within.letter ? (quoted.find((q) => q.contact === within.letter!.contact) ?? within.letter) : undefined
}

/** Our own mail come back: a notice or a letter by its Message-ID, or anything under one of our senders. */
async function isOwn({ config, secrets, sql }: Deps, { messageId, from }: InboundMail): Promise<boolean> {
  const [, id, mac] = /^(\d{1,15})\.([0-9a-f]{32})@/.exec(messageId ?? '') ?? []
  if (id && mac && sameSecret(secrets.mailMac(`notice:${id}`), mac)) return true
  if (messageId && (await listLettersByMessageId(sql, [messageId])).length > 0) return true
  if (!from) return false
  if (from.address === addressIn(config.mailFrom)) return true
  return readReplyAddress(secrets, from.address, config.mailDomain) !== undefined
}

/** 'Daybreak <x@y>' or 'x@y'. */
const addressIn = (sender: string) => (/<([^<>]+)>/.exec(sender)?.[1] ?? sender).trim().toLowerCase()

/** What two copies of one mail share: its Message-ID (or, without one, its date), sender, words and files; base64. */
function twinOf({ mail, files }: Parsed): string {
  const { messageId, date, from, subject, text, quoted } = mail
  const own = [messageId ?? `date:${date}`, from?.address ?? '', subject, text, quoted]
  const parts = files.map((f) => `${f.name}\0${f.size}\0${f.sha256 ?? ''}`)
  return createHash('sha256')
    .update(JSON.stringify([own, parts]))
    .digest('base64')
}

const hasPapers = (files: readonly SortedFile[]) =>
  files.some((f) => !f.inline && !f.refused && /pdf|word|document|sheet|excel|rtf|pkcs7|cms/.test(f.mime))

const forStore = ({ bytes, sha256, refused, ...file }: SortedFile) => ({
  ...file,
  refused,
  kept: bytes && sha256 ? { bytes, sha256 } : null,
})
