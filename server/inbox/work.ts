import type { FastifyRequest } from 'fastify'
import { isUniqueViolation } from '../../db/errors.ts'
import { discardInbound } from '../../db/inbound.ts'
import { findInboxMail, type InboxRow } from '../../db/views/inbox.ts'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { decideTakingBack } from '../../shared/domain/placement.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { idsFor } from '../cases/work.ts'
import { type LetterInHand, takeLetter } from '../contacts/work.ts'
import type { Deps } from '../deps.ts'
import { decidePlacement } from '../inbound/place.ts'
import { type Answer, findAnswer, keyedBy, perform, recordOf } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import { branchesInReach } from '../scope.ts'
import type { FullWorld } from '../world.ts'
import { viewMail } from './view.ts'

/** States that a person may place a mail from: machines err, and what was set aside may be an answer after all. */
const PLACEABLE: ReadonlySet<string> = new Set([
  'held',
  'quarantined',
  'auto-reply',
  'bounce',
  'duplicate',
  'discarded',
])

/** The branches whose mails the caller sees: null for all. The pages ask by the same rule as the API. */
export function inboxReach(request: FastifyRequest, world: FullWorld): readonly string[] | null {
  return branchesInReach(request, world, PERMISSIONS['GET /api/v1/inbox'])
}

/** The mail, when the caller may see it: all of them at the centre, those guessed or placed at its own letters at a branch. Throws `not_found`. */
export async function getMail(deps: Deps, request: FastifyRequest, world: FullWorld, id: number): Promise<InboxRow> {
  const row = await findInboxMail(deps.sql, id, inboxReach(request, world))
  if (!row) throw new Refusal('not_found')
  return row
}

interface MailInHand extends LetterInHand {
  readonly mail: InboxRow
}

/** A person says which letter a mail answers. Throws `not_found`, `forbidden`, `conflict` (it has its place already). */
export async function placeByHand(deps: Deps, request: FastifyRequest, id: number, contact: number): Promise<Answer> {
  try {
    return await perform<MailInHand>(deps, request, {
      async read(world) {
        const hand = await takeLetter(deps, request, world, contact).catch((error) => {
          throw error instanceof Refusal ? new Refusal(error.code, error.details, ['contact']) : error
        })
        const mail = await getMail(deps, request, world, id)
        if (!PLACEABLE.has(mail.state)) throw new HttpProblem('conflict')
        return { ...hand, mail }
      },
      ids: ({ rows }, now) => idsFor(rows, now),
      decide: ({ mail, contact: letter, rows, by }, world, given, now) => {
        const { receivedAt, letter: ref, parsed } = mail
        const placed = { id, letter: ref, receivedAt, text: parsed?.text ?? '' }
        return decidePlacement(
          placed,
          letter,
          rows.map((r) => r.facts),
          by,
          world,
          given,
          now,
        )
      },
      answer: (change, { mail, contact: letter }, world) => {
        const { handledBy, handledAt, reply } = change.mailSets![0]!
        const after: InboxRow = {
          ...mail,
          state: 'placed',
          reason: null,
          note: null,
          promised: false,
          contact: letter.id,
          outgoingNumber: letter.outgoingNumber,
          reply,
          grade: null,
          handledBy,
          handledAt,
        }
        return { status: 201, body: viewMail(after, world, deps.config.publicUrl) }
      },
    })
  } catch (error) {
    if (isUniqueViolation(error, 'replies_mail')) throw new HttpProblem('conflict')
    throw error
  }
}

/** A placement made by mistake is undone: the mail waits in the pen again. Throws `not_found`, `forbidden`, `conflict` (it has no place), `placement_stands`. */
export async function takeBack(deps: Deps, request: FastifyRequest, id: number, reason: string): Promise<Answer> {
  return perform<MailInHand>(deps, request, {
    async read(world) {
      const { contact } = await getMail(deps, request, world, id)
      if (contact === null) throw new HttpProblem('conflict')
      const hand = await takeLetter(deps, request, world, contact)
      // Read after the versions of the cases (readOnCases says why).
      const mail = await getMail(deps, request, world, id)
      if (mail.state !== 'placed' || mail.contact !== contact || mail.reply === null) throw new HttpProblem('conflict')
      return { ...hand, mail }
    },
    ids: ({ rows }, now) => idsFor(rows, now),
    decide: ({ mail, contact, rows, by }, world, given, now) =>
      decideTakingBack(
        rows.map((r) => r.facts),
        contact,
        { ...mail, reply: mail.reply! },
        reason,
        by,
        world,
        given,
        now,
      ),
    answer(change, { mail }, world) {
      const { id: _, state, ...set } = change.mailSets![0]!
      const after: InboxRow = { ...mail, ...set, state, outgoingNumber: null, grade: null, promised: false }
      return { status: 200, body: viewMail(after, world, deps.config.publicUrl) }
    },
  })
}

/** A person takes a mail out of the pen: it is no answer. Throws `not_found`, `conflict` (it no longer waits). */
export async function dismiss(deps: Deps, request: FastifyRequest, id: number, reason: string): Promise<Answer> {
  const { caller } = request
  if (caller.kind !== 'staff') throw new HttpProblem('unauthenticated')
  const keyed = keyedBy(deps, request)
  const known = await findAnswer(deps, keyed)
  if (known) return known
  const now = deps.now()
  const world = await deps.world.at(now)
  const mail = await getMail(deps, request, world, id)
  const after: InboxRow = { ...mail, state: 'discarded', handledBy: caller.id, handledAt: now, note: reason }
  const answer = { status: 201, body: viewMail(after, world, deps.config.publicUrl) }
  try {
    const gone = await discardInbound(
      deps.sql,
      { id, by: caller.id, at: now, note: reason },
      recordOf(keyed, answer, now),
    )
    if (gone) return answer
  } catch (error) {
    if (!isUniqueViolation(error, 'idempotency_pkey')) throw error
  }
  const twin = await findAnswer(deps, keyed)
  if (twin) return twin
  throw new HttpProblem('conflict')
}
