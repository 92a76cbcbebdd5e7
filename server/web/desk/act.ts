import type { Level } from '../../../shared/domain/case.ts'
import type { Grade } from '../../../shared/domain/contact.ts'
import { decideFollowUp } from '../../../shared/domain/follow-up.ts'
import { decideGrade } from '../../../shared/domain/grade.ts'
import { decideInstruction } from '../../../shared/domain/instruction.ts'
import { decideExtension, decideRedirect, decideReply } from '../../../shared/domain/letter.ts'
import type { LetterPurpose } from '../../../shared/domain/mailing.ts'
import { decideReaction } from '../../../shared/domain/reaction.ts'
import { decideAssignment, decideEscalation } from '../../../shared/domain/reassignment.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { decideRegistration } from '../../../shared/domain/registration.ts'
import { decideRejection } from '../../../shared/domain/rejection.ts'
import { decideClosure, decideResolution } from '../../../shared/domain/resolution.ts'
import { decideUpdate } from '../../../shared/domain/update.ts'
import { mergeInto } from '../../cases/merge.ts'
import { actOnCase, type DecideCase, type InHand, idsFor, takeInHand } from '../../cases/work.ts'
import { settleDelivery } from '../../contacts/delivery.ts'
import { actOnLetter, type DecideLetter, writeContact } from '../../contacts/work.ts'
import type { Deps } from '../../deps.ts'
import { perform } from '../../perform.ts'
import type { StaffAsked } from '../staff/pages.ts'
import type { BodyOf, CaseDeed, LetterDeed } from './deeds.ts'

type Act<D extends CaseDeed | LetterDeed> = (deps: Deps, asked: StaffAsked, body: BodyOf<D>) => Promise<unknown>

const onCase = <B>(decide: (body: B) => DecideCase) => {
  return (deps: Deps, { request }: StaffAsked, body: B) => actOnCase(deps, request, decide(body))
}
const onLetter = <B>(decide: (body: B) => DecideLetter) => {
  return (deps: Deps, { request }: StaffAsked, body: B) => actOnLetter(deps, request, decide(body))
}

/** Each deed is the decision that the API's command of the same name takes, written by the same statement. */
export const ACTS: { readonly [D in CaseDeed | LetterDeed]: Act<D> } = {
  reaction: onCase(
    (body) =>
      ({ row, by }, ...given) =>
        decideReaction(row.facts, body, by, ...given),
  ),
  updates: onCase(
    (body) =>
      ({ row, by }, ...given) =>
        decideUpdate(row.facts, body, by, ...given),
  ),
  assignment: onCase(
    ({ level, ...body }) =>
      ({ row, by }, ...given) =>
        decideAssignment(row.facts, { ...body, level: level as Level | undefined }, by, ...given),
  ),
  escalation: onCase(
    ({ reason }) =>
      ({ row, by }, ...given) =>
        decideEscalation(row.facts, reason, by, ...given),
  ),
  rejection: onCase(
    (body) =>
      ({ row, by }, ...given) =>
        decideRejection(row.facts, body, by, ...given),
  ),
  resolution: onCase(
    ({ text, language }) =>
      ({ row, by }, ...given) =>
        decideResolution(row.facts, text, by, ...given, language),
  ),
  closure: onCase(
    ({ text }) =>
      ({ row, by }, ...given) =>
        decideClosure(row.facts, text, by, ...given),
  ),
  merge: (deps, { request }, body) => mergeInto(deps, request, body),
  contacts: (deps, { request }, body) => writeContact(deps, request, body),
  instructions: instruct,
  registration: onLetter(
    (body) =>
      (facts, contact, ...given) =>
        decideRegistration(facts, contact, body, ...given),
  ),
  replies: onLetter(
    ({ grade, receivedAt, ...words }) =>
      (facts, contact, ...given) =>
        decideReply(facts, contact, { ...words, grade: grade as Grade, receivedAt: Date.parse(receivedAt) }, ...given),
  ),
  extension: onLetter(
    (body) =>
      (facts, contact, ...given) =>
        decideExtension(facts, contact, body, ...given),
  ),
  grade: onLetter(({ grade, note, reply }) => (facts, contact, ...given) => {
    const read = contact.replies.find(({ id }) => id === reply)
    if (!read) throw new Refusal('not_found')
    return decideGrade(facts, contact, read, { grade: grade as Grade, note }, ...given)
  }),
  letters: onLetter(
    (body) =>
      (facts, contact, ...given) =>
        decideFollowUp(facts, contact, { ...body, purpose: body.purpose as LetterPurpose }, ...given),
  ),
  delivery: onLetter(
    (body) =>
      (facts, contact, ...given) =>
        settleDelivery(facts, contact, body, ...given),
  ),
  redirect: onLetter(
    (body) =>
      (facts, contact, ...given) =>
        decideRedirect(facts, contact, body, ...given),
  ),
}

async function instruct(deps: Deps, { request }: StaffAsked, body: BodyOf<'instructions'>): Promise<unknown> {
  return perform<InHand>(deps, request, {
    read: (world) => takeInHand(deps, request, world),
    ids: ({ row }, now) => idsFor([row], now),
    decide: ({ row, by }, world, given, now) => decideInstruction(row.facts, body, by, world, given, now),
    answer: () => ({ status: 201, body: {} }),
  })
}
