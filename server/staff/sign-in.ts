import {
  countAttempt,
  findSignIn,
  forgiveAttempt,
  type Guess,
  rehashPassword,
  type SignInRow,
  useOnce,
} from '../../db/sign-in.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import type { Session, Sessions } from '../sessions.ts'
import { hashPassword, verifyPassword } from './password.ts'
import { codeEnds, matchCode } from './totp.ts'

const MINUTE = 60
const DAY_MS = 86_400_000
/** Seconds to wait after so many failures in a row: a forgotten password costs nothing, guessing gets nowhere. */
const EMAIL_WAITS = [0, 0, 0, 0, MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE]
/** A whole office may stand behind one address. */
const ADDRESS_WAITS = [...Array<number>(29).fill(0), MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 15 * MINUTE]

export interface Credentials {
  readonly email: string
  readonly password: string
  readonly totp?: string | undefined
}

/**
 * Signs a person in. `instead` is the session of the request, which ends: a token never survives a sign-in. Throws
 * `wrong_credentials` (unknown, wrong and disabled look alike, also by the clock), `code_required`, `too_many_attempts`.
 */
export async function signIn(
  deps: Deps,
  sessions: Sessions,
  given: Credentials,
  from: { readonly ip: string; readonly instead?: string | undefined },
): Promise<{ person: SignInRow; session: Session }> {
  const now = deps.now()
  const attempt = await countSignIn(deps, given.email, from.ip, now)
  const person = await findSignIn(deps.sql, given.email)
  const { ok, weak } = await verifyPassword(given.password, person?.passwordHash)
  if (!person || !ok || person.disabledAt !== null) throw new HttpProblem('wrong_credentials')
  if (person.totpSecret) await checkCode(deps, person, given.totp, now)
  const opens = weak ? await hashPassword(given.password) : person.passwordHash!
  if (weak) await rehashPassword(deps.sql, person.id, person.passwordHash!, opens)
  const session = await sessions.start(person.id, now, from.instead, opens)
  await attempt.forgive()
  return { person, session }
}

/** The person of a session shows once more that it is they: before a password or the second factor changes. */
export async function checkPassword(deps: Deps, person: SignInRow, password: string, ip: string): Promise<void> {
  const attempt = await countSignIn(deps, person.email, ip, deps.now())
  const { ok } = await verifyPassword(password, person.passwordHash)
  if (!ok) throw new HttpProblem('wrong_credentials')
  await attempt.forgive()
}

async function countSignIn(deps: Deps, email: string, ip: string, now: number) {
  const key = deps.secrets.match('sign-in', email.trim().toLowerCase())
  const addressKey = deps.secrets.match('sign-in-from', ip)
  const guesses: Guess[] = [
    { key, waits: EMAIL_WAITS },
    { key: addressKey, waits: ADDRESS_WAITS },
  ]
  const until = await countAttempt(deps.sql, guesses, now, now - DAY_MS)
  if (until !== null)
    throw new HttpProblem('too_many_attempts', { minutes: Math.max(1, Math.ceil((until - now) / 60_000)) })
  return { forgive: () => forgiveAttempt(deps.sql, key, addressKey, now) }
}

/** Throws `code_required` when there is none, `wrong_credentials` for a wrong one or one that was used before. */
async function checkCode(deps: Deps, person: SignInRow, code: string | undefined, now: number): Promise<void> {
  if (code === undefined || code === '') throw new HttpProblem('code_required')
  const counter = matchCode(openSecret(deps, person), code, now)
  if (counter === undefined) throw new HttpProblem('wrong_credentials')
  const used = deps.secrets.match('totp', `${person.id}:${counter}`)
  if (!(await useOnce(deps.sql, used, codeEnds(counter)))) throw new HttpProblem('wrong_credentials')
}

function openSecret({ secrets }: Deps, person: SignInRow): string {
  return secrets.unseal(person.totpSecret!, `totp:${person.id}`)
}
