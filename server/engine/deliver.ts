import { type ClaimedMail, claimMails, finishMail, type MailOutcome, releaseMails } from '../../db/outbox.ts'
import type { Deps } from '../deps.ts'
import { senderOf } from '../mail/address.ts'
import { type Composed, composeMails } from '../mail/compose.ts'
import { makePost, type Outcome, PARALLEL, type Post, SEND_LIMIT_MS } from '../mail/post.ts'
import { standingDelivery } from '../mail/standing.ts'
import type { Did, Pass } from './pass.ts'

const MINUTE = 60_000
const BATCH = 50
/** Longer than any mail of a batch may wait for its turn; a mail whose turn comes too late is given back. */
const LEASE_MS = 5 * MINUTE
const LONGEST_WAIT_MS = 6 * 60 * MINUTE
/** A mail that was refused for now all this time is given up on. */
const GIVE_UP_MS = 3 * 24 * 60 * MINUTE
/** Attempts after which an unknown outcome stays unknown, for people to see. */
const MAX_DOUBTFUL = 5
/** What somebody must know at once leaves before the pass that wrote it has ended. */
const URGENT: readonly string[] = [
  'assigned',
  'critical',
  'disputed',
  'raised',
  'instructed',
  'instruction-returned',
  'help-asked',
  'help-answered',
]

export interface Round {
  readonly at: number
  readonly gatheredTo: number
  readonly resting: readonly number[]
  alive(): Promise<boolean>
  /** Told of every mail that left for a person of the staff. */
  readonly left?: (staff: number) => void
}

export interface Delivered extends Did {
  sent: number
  failed: number
  unknown: number
  later: number
  /** 1 when the mail server could not be spoken to and the rest waits. */
  unreachable: number
}

/**
 * The job of the engine: in a running server mail leaves by its own loop, so that a slow mail server keeps no deadline
 * waiting; in a drill or a single pass it leaves here, after everything the pass has decided.
 */
export async function mailsDue(deps: Deps, pass: Pass): Promise<Did> {
  if (standingDelivery(deps)) return {}
  const post = makePost(deps.config)
  try {
    return await deliver(deps, post, { at: pass.at, gatheredTo: pass.at, resting: [], alive: () => pass.alive() })
  } finally {
    await post.close()
  }
}

/** Sends what is due until nothing is left, the time is up or the mail server cannot be reached. */
export async function deliver(deps: Deps, post: Post, round: Round): Promise<Delivered> {
  const did: Delivered = { sent: 0, failed: 0, unknown: 0, later: 0, unreachable: 0 }
  const from = senderOf(deps.config.mailFrom)
  if (!from) throw new Error('MAIL_FROM is not an address')
  const { at } = round
  while (did.unreachable === 0 && (await round.alive())) {
    const until = performance.now() + LEASE_MS - 2 * SEND_LIMIT_MS
    const mails = await claimMails(deps.sql, {
      at,
      leaseUntil: at + LEASE_MS,
      limit: BATCH,
      gatheredTo: round.gatheredTo,
      urgent: URGENT,
      resting: round.resting,
    })
    if (mails.length === 0) break
    const composed = await composeMails(deps, mails, from, at)
    const waiting = [...mails]
    const work = async () => {
      while (waiting.length > 0 && did.unreachable === 0 && performance.now() < until && (await round.alive())) {
        const mail = waiting.shift()
        if (mail) await one(deps, post, mail, composed.get(mail.id), round, did)
      }
    }
    await Promise.all(Array.from({ length: PARALLEL }, work))
    if (waiting.length > 0) await releaseMails(deps.sql, waiting, at)
  }
  return did
}

async function one(
  deps: Deps,
  post: Post,
  mail: ClaimedMail,
  composed: Composed | undefined,
  round: Round,
  did: Delivered,
): Promise<void> {
  const outcome = await tryMail(post, composed)
  const written = outcomeOf(mail, outcome, round.at)
  await finishMail(deps.sql, mail, written)
  if (outcome.state === 'unreachable') did.unreachable = 1
  if (written.state === 'sent') {
    did.sent++
    if (mail.staff !== null) round.left?.(mail.staff)
  } else if (written.state === 'queued') did.later++
  else did[written.state]++
  if (written.state === 'failed' || written.state === 'unknown')
    deps.log.warn({ outbox: mail.id, state: written.state, fault: written.fault }, 'a mail did not leave')
}

async function tryMail(post: Post, composed: Composed | undefined): Promise<Outcome> {
  if (composed === undefined) return { state: 'temporary', fault: 'no words' }
  if ('fault' in composed) return { state: 'failed', fault: composed.fault }
  if ('later' in composed) return { state: 'temporary', fault: composed.later }
  return post.send(composed.parcel)
}

/** What is written down about an attempt. A mail that may have left before is never taken apart again. */
function outcomeOf(mail: ClaimedMail, outcome: Outcome, at: number): MailOutcome {
  if (outcome.state === 'sent') return { state: 'sent', at, fault: null, retryAt: null }
  const { fault } = outcome
  if (outcome.state === 'failed') return { state: 'failed', at, fault, retryAt: null }
  const retryAt = at + Math.min(MINUTE * 2 ** Math.min(mail.attempts - 1, 10), LONGEST_WAIT_MS)
  if (outcome.state === 'unknown' || mail.again)
    return { state: 'unknown', at, fault, retryAt: mail.attempts < MAX_DOUBTFUL ? retryAt : null }
  if (at - mail.createdAt > GIVE_UP_MS) return { state: 'failed', at, fault, retryAt: null }
  return { state: 'queued', at, fault, retryAt }
}
