import type { ContactRow } from '../../../db/views/contacts.ts'
import type { Level } from '../../../shared/domain/case.ts'
import type { CaseChange, CaseFacts, Change } from '../../../shared/domain/change.ts'
import type { Grade } from '../../../shared/domain/contact.ts'
import type { Actor } from '../../../shared/domain/events.ts'
import { decideFollowUp } from '../../../shared/domain/follow-up.ts'
import { decideGrade } from '../../../shared/domain/grade.ts'
import { decideExtension, decideRedirect, decideReply } from '../../../shared/domain/letter.ts'
import type { LetterPurpose } from '../../../shared/domain/mailing.ts'
import { decideReaction } from '../../../shared/domain/reaction.ts'
import { decideAssignment, decideEscalation } from '../../../shared/domain/reassignment.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { decideRegistration } from '../../../shared/domain/registration.ts'
import { decideRejection } from '../../../shared/domain/rejection.ts'
import { decideClosure, decideResolution } from '../../../shared/domain/resolution.ts'
import { decideUpdate } from '../../../shared/domain/update.ts'
import type { Ids } from '../../../shared/domain/world.ts'
import { mergeInto } from '../../cases/merge.ts'
import { actOnCase } from '../../cases/work.ts'
import { settleDelivery } from '../../contacts/delivery.ts'
import { actOnLetter, writeContact } from '../../contacts/work.ts'
import type { Deps } from '../../deps.ts'
import { giveOrder } from '../../instructions/work.ts'
import type { FullWorld } from '../../world.ts'
import type { StaffAsked } from '../staff/pages.ts'
import type { BodyOf, CaseDeed, LetterDeed } from './deeds.ts'

type Act<D extends CaseDeed | LetterDeed> = (deps: Deps, asked: StaffAsked, body: BodyOf<D>) => Promise<unknown>

type Given = readonly [by: Actor, world: FullWorld, ids: Ids, now: number]

const onCase = <B>(decide: (facts: CaseFacts, body: B, ...given: Given) => CaseChange) => {
  return (deps: Deps, { request }: StaffAsked, body: B) =>
    actOnCase(deps, request, ({ row, by }, ...given) => decide(row.facts, body, by, ...given))
}

const onLetter = <B>(decide: (facts: readonly CaseFacts[], letter: ContactRow, body: B, ...given: Given) => Change) => {
  return (deps: Deps, { request }: StaffAsked, body: B) =>
    actOnLetter(deps, request, (facts, letter, ...given) => decide(facts, letter, body, ...given))
}

/** Each deed is the decision that the API's command of the same name takes, written by the same statement. */
export const ACTS: { readonly [D in CaseDeed | LetterDeed]: Act<D> } = {
  reaction: onCase(decideReaction),
  updates: onCase(decideUpdate),
  assignment: onCase((facts, { level, ...body }, ...given) =>
    decideAssignment(facts, { ...body, level: level as Level | undefined }, ...given),
  ),
  escalation: onCase((facts, { reason }, ...given) => decideEscalation(facts, reason, ...given)),
  rejection: onCase(decideRejection),
  resolution: onCase((facts, { text, language }, ...given) => decideResolution(facts, text, ...given, language)),
  closure: onCase((facts, { text }, ...given) => decideClosure(facts, text, ...given)),
  merge: (deps, { request }, body) => mergeInto(deps, request, body),
  contacts: (deps, { request }, body) => writeContact(deps, request, body),
  instructions: (deps, { request }, body) => giveOrder(deps, request, body),
  registration: onLetter(decideRegistration),
  replies: onLetter((facts, letter, { grade, receivedAt, ...words }, ...given) =>
    decideReply(facts, letter, { ...words, grade: grade as Grade, receivedAt: Date.parse(receivedAt) }, ...given),
  ),
  extension: onLetter(decideExtension),
  grade: onLetter((facts, letter, { grade, note, reply }, ...given) => {
    const read = letter.replies.find(({ id }) => id === reply)
    if (!read) throw new Refusal('not_found')
    return decideGrade(facts, letter, read, { grade: grade as Grade, note }, ...given)
  }),
  letters: onLetter((facts, letter, body, ...given) =>
    decideFollowUp(facts, letter, { ...body, purpose: body.purpose as LetterPurpose }, ...given),
  ),
  delivery: onLetter(settleDelivery),
  redirect: onLetter(decideRedirect),
}
