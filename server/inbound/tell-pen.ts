import { type ClaimedInbound, savePenNotice } from '../../db/inbound.ts'
import type { InboundMail } from '../../shared/domain/inbound.ts'
import { centralDuty } from '../../shared/domain/people.ts'
import { noticeTime } from '../../shared/domain/quiet.ts'
import type { Deps } from '../deps.ts'

const HOUR = 3_600_000
const LONGEST = 200

/**
 * A mail that waits for a person must not wait in silence: whoever is on duty at the centre is told, once an hour
 * however many come, and reads in each morning's brief how many are left. The central desk has no mailbox: its brief tells.
 */
export async function tellPen(deps: Deps, mail: ClaimedInbound, parsed: InboundMail | null): Promise<void> {
  const at = deps.now()
  const { roster, policy, reference } = await deps.world.at(at)
  const person = roster.person(centralDuty(roster, at).person)
  if (!person || person.roles.includes('desk')) return
  const zone = reference.branch(person.branch)?.zone ?? 'UTC'
  await savePenNotice(deps.sql, {
    id: (await deps.ids.reserve(1)).next(),
    staff: person.id,
    language: person.language,
    data: {
      from: (parsed?.from?.address ?? mail.envelopeFrom).slice(0, LONGEST),
      topic: (parsed?.subject ?? '').slice(0, LONGEST),
    },
    onceKey: `inbox:${person.id}:${Math.floor(at / HOUR)}`,
    at,
    sendAfter: noticeTime(policy, zone, at),
  })
}
