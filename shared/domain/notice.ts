import type { Notice } from './change.ts'
import type { Draft } from './draft.ts'
import type { Person } from './people.ts'
import { noticeTime } from './quiet.ts'

interface Matter {
  readonly kind: string
  readonly eventId: number
  readonly data: Readonly<Record<string, unknown>>
  /** Not to wait for the end of the quiet hours. */
  readonly urgent: boolean
}

/** A notice to a person of the staff, in their language; in their quiet hours it waits, unless it is urgent or the case critical. */
export function noticeToStaff(draft: Draft, person: Person, { kind, eventId, data, urgent }: Matter): Notice {
  const { world, at } = draft
  const zone = world.branch(person.branch)?.zone ?? draft.case.zone
  const now = urgent || draft.case.severity === 4
  return {
    id: draft.ids.next(),
    kind,
    staff: person.id,
    language: person.language,
    caseId: draft.case.id,
    eventId,
    data,
    createdAt: at,
    sendAfter: now ? at : noticeTime(world.policy, zone, at),
  }
}

/** A notice to the person who reported this case, or one that was merged into it, in the language of the report. */
export function noticeToReporter(draft: Draft, reporterOf: number, { kind, eventId, data }: Matter): Notice {
  return {
    id: draft.ids.next(),
    kind,
    reporterOf,
    language: draft.case.language,
    caseId: draft.case.id,
    eventId,
    data,
    createdAt: draft.at,
    sendAfter: draft.at,
  }
}
