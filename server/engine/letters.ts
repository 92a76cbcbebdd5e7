import { isUnavailable, safeError } from '../../db/errors.ts'
import {
  claimLetters,
  finishLetter,
  type LetterOutcome,
  listStoredLetters,
  releaseLetters,
  type StoredLetter,
  startLetter,
  sweepLetters,
  withdrawOvertaken,
} from '../../db/letters.ts'
import type { Deps } from '../deps.ts'
import { type ComposedLetter, composeLetter } from '../letters/compose.ts'
import { makeLetterPost, type Outcome, type Post, SEND_LIMIT_MS } from '../mail/post.ts'
import { standingDelivery } from '../mail/standing.ts'
import { type LetterRound, tellNews } from './letter-news.ts'
import type { Did, Pass } from './pass.ts'

const MINUTE = 60_000
const BATCH = 5
/** Longer than a whole batch may take to be put together. */
const LEASE_MS = 5 * MINUTE
/** From the beginning of the conversation: longer than the post ever waits for a server. */
const TALK_MS = 2 * SEND_LIMIT_MS
const LONGEST_WAIT_MS = 6 * 60 * MINUTE
/** A letter that no server takes all this time is given up on, and its author is told. */
const GIVE_UP_MS = 3 * 24 * 60 * MINUTE

export interface LettersDone extends Did {
  sent: number
  failed: number
  unknown: number
  withdrawn: number
  later: number
  /** 1 when the mail server could not be spoken to and the rest waits. */
  unreachable: number
  told: number
}

/** The job of the engine: in a running server letters leave by the loop of the mail; in a single pass they leave here. */
export async function lettersDue(deps: Deps, pass: Pass): Promise<Did> {
  if (standingDelivery(deps)) return {}
  const post = makeLetterPost(deps.config)
  try {
    return await sendLetters(deps, post, { now: () => pass.at, alive: () => pass.alive() })
  } finally {
    await post.close()
  }
}

/** Sends the letters that are due and tells their cases what became of them, until nothing is left or the mail server cannot be reached. */
export async function sendLetters(deps: Deps, post: Post, round: LetterRound): Promise<LettersDone> {
  const did: LettersDone = { sent: 0, failed: 0, unknown: 0, withdrawn: 0, later: 0, unreachable: 0, told: 0 }
  did.unknown += await sweepLetters(deps.sql, round.now())
  did.withdrawn += await withdrawOvertaken(deps.sql, round.now())
  while (did.unreachable === 0 && (await round.alive())) {
    const at = round.now()
    const claimed = await claimLetters(deps.sql, { at, leaseUntil: at + LEASE_MS, limit: BATCH })
    if (claimed.length === 0) break
    const waiting = await listStoredLetters(
      deps.sql,
      claimed.map((l) => l.id),
    )
    for (let letter = waiting.shift(); letter; letter = waiting.shift()) {
      if (did.unreachable > 0 || !(await round.alive())) {
        waiting.unshift(letter)
        break
      }
      await one(deps, post, letter, round, did)
    }
    if (waiting.length > 0) await releaseLetters(deps.sql, waiting)
  }
  did.told = await tellNews(deps, round)
  return did
}

async function one(deps: Deps, post: Post, letter: StoredLetter, round: LetterRound, did: LettersDone): Promise<void> {
  const composed = await compose(deps, letter, round.now())
  const outcome = await deliverOne(deps, post, letter, composed, round)
  if (outcome === undefined) return
  const written = outcomeOf(letter, outcome, round.now())
  await finishLetter(deps.sql, letter, written)
  if (outcome.state === 'unreachable') did.unreachable = 1
  if (written.state === 'queued') did.later++
  else did[written.state]++
  if (written.state === 'failed' || written.state === 'unknown')
    deps.log.warn({ letter: letter.id, state: written.state, fault: written.fault }, 'a letter did not leave')
}

/** One letter that finds no words must not keep the others back. */
async function compose(deps: Deps, letter: StoredLetter, at: number): Promise<ComposedLetter | { later: string }> {
  try {
    return await composeLetter(deps, letter, await deps.world.at(at), at)
  } catch (error) {
    if (isUnavailable(error)) throw error
    deps.log.error({ letter: letter.id, err: safeError(error) }, 'a letter could not be put into words')
    return { later: error instanceof Error ? error.name : 'unknown' }
  }
}

type Tried = Outcome | { readonly state: 'withdrawn'; readonly fault: string }

/** Undefined: somebody else has it by now. */
async function deliverOne(
  deps: Deps,
  post: Post,
  letter: StoredLetter,
  composed: ComposedLetter | { later: string },
  round: LetterRound,
): Promise<Tried | undefined> {
  if ('withdrawn' in composed) return { state: 'withdrawn', fault: composed.withdrawn }
  if ('fault' in composed) return { state: 'failed', fault: composed.fault }
  if ('later' in composed) return { state: 'temporary', fault: composed.later }
  const { parcel, messageId } = composed
  const leaseUntil = round.now() + TALK_MS
  if (!(await startLetter(deps.sql, letter, { messageId, raw: parcel.raw, leaseUntil }))) return undefined
  try {
    return await post.send(parcel)
  } catch (error) {
    // Only the folder of mails throws, and then the file is not there whole.
    return { state: 'unreachable', fault: safeError(error).code ?? 'no folder' }
  }
}

/** What is written down about an attempt. A letter that may have left is never tried again by itself. */
function outcomeOf(letter: StoredLetter, outcome: Tried, at: number): LetterOutcome {
  if (outcome.state === 'sent') return { state: 'sent', at, fault: null, retryAt: null }
  const { fault } = outcome
  if (outcome.state === 'failed' || outcome.state === 'unknown' || outcome.state === 'withdrawn')
    return { state: outcome.state, at, fault, retryAt: null }
  if (at - letter.waitsSince > GIVE_UP_MS) return { state: 'failed', at, fault, retryAt: null }
  const wait = Math.min(MINUTE * 2 ** Math.min(letter.attempts - 1, 10), LONGEST_WAIT_MS)
  return { state: 'queued', at, fault, retryAt: at + wait }
}
