import type { Change, ReplyRow } from '../../shared/domain/change.ts'
import {
  COMMITMENT_OUTCOMES,
  type CommitmentFacts,
  decideCommitment,
  decideOutcome,
  PROMISERS,
} from '../../shared/domain/commitment.ts'
import { type ContactFacts, GRADES } from '../../shared/domain/contact.ts'
import { decideNews, type LetterNews } from '../../shared/domain/delivery.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { decideFollowUp } from '../../shared/domain/follow-up.ts'
import { decideGrade } from '../../shared/domain/grade.ts'
import {
  decideHelp,
  decideHelpAnswer,
  decideHelpInstruction,
  decideHelpTaking,
  decideHelpWithdrawal,
  type HelpFacts,
} from '../../shared/domain/help.ts'
import { decideReply } from '../../shared/domain/letter.ts'
import {
  decideMeeting,
  decideMeetingCancellation,
  decideMeetingChange,
  type MeetingFacts,
} from '../../shared/domain/meeting.ts'
import { decideMinutes } from '../../shared/domain/minutes.ts'
import { decideOpinion } from '../../shared/domain/opinion.ts'
import { decideTakingBack } from '../../shared/domain/placement.ts'
import { BODIES, type Kept, type KeptContact, PEOPLE } from './small-world.ts'
import type { Walk } from './walk.ts'

export type Commands = Record<string, () => Change>

const HOUR = 3_600_000
const DAY = 24 * HOUR
const TEXT = 'Words of somebody'

/** What comes in by itself for a letter, and what a person makes of it. */
export function letterPapers(walk: Walk, kept: KeptContact, contact: ContactFacts, by: Actor): Commands {
  const { dice, world, ids, now, store } = walk
  const facts = kept.cases.map(walk.factsOf)
  const own = [...store.replies.values()].filter((r) => r.contact === kept.id)
  const reply: ReplyRow | undefined = own.length > 0 ? dice.pick(own) : undefined
  const body: Actor = { kind: 'body', name: kept.body }
  const promised = () => [...store.commitments.values()].some((m) => m.reply === reply!.id)
  return {
    placement: () => {
      const receivedAt = now - dice.pick([0, 1000, HOUR, DAY])
      const input = { receivedAt, text: TEXT, grade: null, source: 'mail' as const, mail: ids.next() }
      return decideReply(facts, contact, input, body, world, ids, now)
    },
    'own-extension': () => {
      const input = { receivedAt: now, text: TEXT, grade: null, source: 'form' as const, form: { kind: 'answer' } }
      return decideReply(facts, contact, input, body, world, ids, now)
    },
    news: () => {
      const state = dice.pick(['sent', 'delivered', 'failed', 'unknown'] as const)
      const news: LetterNews = {
        ...{ id: ids.next(), first: dice.chance(0.8), purpose: 'first', state, fault: null },
        ...{ sentAt: now - dice.below(2 * DAY), author: dice.pick(PEOPLE.slice(1)).id },
      }
      return decideNews(facts, contact, news, world, ids, now)
    },
    'follow-up': () => {
      const letter = { id: 1, state: 'sent' as const, address: 'a@b.example', sentAt: now }
      const purpose = dice.pick(['reminder', 'overdue', 'extension', 'thanks'] as const)
      return decideFollowUp(facts, { ...contact, letter }, { purpose }, by, world, ids, now)
    },
    ...(reply
      ? {
          grade: () => decideGrade(facts, contact, reply, { grade: dice.pick(GRADES) }, by, world, ids, now),
          opinion: () => {
            const [first] = facts
            const asked = { id: reply.id, contact: kept.id, body: kept.body, grade: reply.grade }
            const opinion = dice.pick(['answered', 'partly', 'not'] as const)
            return decideOpinion(first!, asked, { opinion }, world, ids, now)
          },
          'taking-back': () => {
            const mail = { id: reply.mail ?? 0, letter: null, reply: reply.id, grade: reply.grade }
            const more = { promised: promised(), handledBy: dice.pick([null, by.staff!]) }
            return decideTakingBack(facts, contact, { ...mail, ...more }, TEXT, by, world, ids, now)
          },
        }
      : {}),
  }
}

/** Meetings, help asked of the centre, and promises, on a case or what there is of them. */
export function otherPapers(walk: Walk, one: Kept, all: readonly Kept[], by: Actor): Commands {
  const { dice, world, ids, now, store } = walk
  const facts = store.facts(one)
  const some = <T>(items: Iterable<T>): T | undefined => {
    const last = [...items].slice(-6)
    return last.length > 0 ? dice.pick(last) : undefined
  }
  const help = some(store.helps.values())
  const meeting = some(store.meetings.values())
  const promise = some(store.commitments.values())
  const order = () => ({
    text: TEXT,
    responsible: dice.pick(PEOPLE).id,
    coExecutors: [],
    dueOn: walk.day(dice.below(9)),
  })
  const times = () => {
    const startsAt = now + dice.pick([-DAY, -HOUR, HOUR, DAY, 6 * DAY])
    return {
      ...{ title: TEXT, agenda: TEXT, place: TEXT, startsAt, endsAt: startsAt + HOUR },
      ...{ staff: [dice.pick(PEOPLE).id], bodies: dice.chance(0.5) ? [dice.pick(BODIES).id] : [] },
    }
  }
  return {
    help: () => decideHelp(facts, { question: TEXT, tried: TEXT, needed: TEXT }, by, world, ids, now),
    meeting: () => {
      const many = dice.chance(0.3) ? [...new Set([one, dice.pick(all)])] : [one]
      const cases = many.map((k) => store.facts(k))
      return decideMeeting(cases, times(), by, one.case.branch, world, ids, now)
    },
    commitment: () => {
      const who = dice.pick(PROMISERS)
      const input = {
        ...{ who, body: dice.pick(BODIES).id, text: TEXT, dueOn: walk.day(dice.below(12)), source: 'staff' as const },
        ...(dice.chance(0.3) ? { staff: dice.pick(PEOPLE.slice(1)).id } : {}),
        reply: some(
          [...store.replies.values()].filter((r) => store.contacts.get(r.contact)!.cases.includes(one.case.id)),
        )?.id,
      }
      return decideCommitment(facts, input, by, world, ids, now)
    },
    ...(help ? helpCommands(walk, help, by, order) : {}),
    ...(meeting ? meetingCommands(walk, meeting, by, { order, times }) : {}),
    ...(promise
      ? {
          outcome: () => {
            const outcome = dice.pick(COMMITMENT_OUTCOMES)
            const on = dice.chance(0.5) ? walk.day(-dice.below(4)) : undefined
            const dueOn = outcome === 'moved' ? walk.day(dice.below(9)) : undefined
            const said = { outcome, note: TEXT, on, dueOn }
            return decideOutcome(walk.factsOf(promise.caseId), promise as CommitmentFacts, said, by, world, ids, now)
          },
        }
      : {}),
  }
}

function helpCommands(
  { world, ids, now, factsOf }: Walk,
  help: HelpFacts,
  by: Actor,
  order: () => Parameters<typeof decideHelpInstruction>[2],
): Commands {
  const facts = factsOf(help.caseId)
  return {
    'help-taking': () => decideHelpTaking(facts, help, by, world, ids, now),
    'help-answer': () => decideHelpAnswer(facts, help, TEXT, by, world, ids, now),
    'help-instruction': () => decideHelpInstruction(facts, help, order(), by, world, ids, now),
    'help-withdrawal': () => decideHelpWithdrawal(facts, help, by, world, ids, now),
  }
}

function meetingCommands(
  { dice, world, ids, now, factsOf }: Walk,
  meeting: MeetingFacts & { readonly cases: readonly number[] },
  by: Actor,
  make: { order(): Parameters<typeof decideHelpInstruction>[2]; times(): Parameters<typeof decideMeetingChange>[2] },
): Commands {
  const facts = meeting.cases.map(factsOf)
  return {
    'meeting-change': () => decideMeetingChange(facts, meeting, make.times(), by, world, ids, now),
    'meeting-cancellation': () => decideMeetingCancellation(facts, meeting, TEXT, by, world, ids, now),
    minutes: () => {
      const decisions = meeting.cases.map((caseId) => {
        const ordered = dice.chance(0.3) ? { instruction: make.order() } : { noAction: TEXT }
        return { text: TEXT, caseId, ...ordered }
      })
      return decideMinutes(facts, meeting, decisions, by, world, ids, now)
    },
  }
}
