import { type Follower, findFollower, saveFollowing } from '../../db/followers.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Deps } from '../deps.ts'
import { isMac, makeMac } from '../letters/mac.ts'
import { addressOf } from '../mail/address.ts'
import { HttpProblem } from '../problem.ts'
import type { Secrets } from '../secrets.ts'
import { getCase } from './sight.ts'

/** Questions that one network address may cause in the time. */
export const FOLLOW_LIMIT = { max: 10, timeWindow: 60_000 } as const

const TOKEN = /^(\d{1,15})-([a-z2-7]{24})$/i
const signed = (id: number | string) => `follower:${id}`

/** The link in every mail to a follower: with it the address is confirmed, and the mails are stopped. */
export function followToken(secrets: Secrets, id: number): string {
  return `${id}-${makeMac(secrets, signed(id))}`
}

/** Who follows by a token of ours; undefined for any other, and when they have left. */
export async function findFollowerBy(deps: Deps, token: string): Promise<Follower | undefined> {
  const [, id, mac] = TOKEN.exec(token) ?? []
  return id && mac && isMac(deps.secrets, signed(id), mac) ? findFollower(deps.sql, Number(id)) : undefined
}

/**
 * Asks the owner of the address by mail whether they want to follow the case; nothing else is sent before they say so.
 * Throws `invalid_number`, `not_found`, `not_in_status`, `invalid_email`.
 */
export async function follow(deps: Deps, number: string, email: string, language: Lang): Promise<void> {
  const address = addressOf(email)
  if (!address) throw new HttpProblem('invalid_email', {}, ['email'])
  const { facts } = await getCase(deps, number)
  const { id: caseId, status } = facts.case
  const ids = await deps.ids.reserve(2)
  const open = await saveFollowing(deps.sql, {
    id: ids.next(),
    caseId,
    keyHash: deps.secrets.match('email', address.toLowerCase()),
    sealed: deps.secrets.seal(address, `follower:${caseId}`),
    language,
    at: deps.now(),
    noticeId: ids.next(),
  })
  if (!open) throw new Refusal('not_in_status', { status, move: 'update' })
}
