import { forgetUnconfirmed } from '../../db/followers.ts'
import { forgetOutbox, forgetSessions, forgetSignInFailures } from '../../db/forget.ts'
import { forgetHeld } from '../../db/held-files.ts'
import { forgetIdempotent } from '../../db/idempotency.ts'
import { forgetPieces } from '../../db/pieces.ts'
import { forgetPresence } from '../../db/presence.ts'
import type { Deps } from '../deps.ts'
import type { Did, Pass } from './pass.ts'

const BATCH = 5_000
const ROUNDS = 20
const DAY = 86_400_000
/** Mail that has left is kept so long, for the question whether somebody was told. */
const MAIL_DAYS = 90
/** An address whose owner does not say that it is theirs. */
const UNCONFIRMED_DAYS = 7

type Forget = (deps: Deps, at: number) => Promise<number>

const FORGETS: Readonly<Record<string, Forget>> = {
  idempotency: ({ sql }, at) => forgetIdempotent(sql, at, BATCH),
  sessions: ({ sql }, at) => forgetSessions(sql, at - DAY, BATCH),
  signIns: ({ sql }, at) => forgetSignInFailures(sql, at - DAY, BATCH),
  pieces: ({ sql }, at) => forgetPieces(sql, at - DAY, BATCH),
  held: ({ sql }, at) => forgetHeld(sql, at - DAY, BATCH),
  followers: ({ sql }, at) => forgetUnconfirmed(sql, at - UNCONFIRMED_DAYS * DAY, BATCH),
  presence: ({ sql }, at) => forgetPresence(sql, at - DAY, BATCH),
  mail: ({ sql }, at) => forgetOutbox(sql, at - MAIL_DAYS * DAY, BATCH),
}

/** Removes what nobody may ask for any more, a bounded amount in each pass. */
export async function forgetDue(deps: Deps, pass: Pass): Promise<Did> {
  // A drill in the future must not forget what the present still needs.
  const at = Math.min(pass.at, deps.now())
  const did: Record<string, number> = {}
  for (const [what, forget] of Object.entries(FORGETS)) {
    did[what] = 0
    for (let round = 0; round < ROUNDS && (await pass.alive()); round++) {
      const gone = await forget(deps, at)
      did[what] += gone
      if (gone < BATCH) break
    }
  }
  return did
}
