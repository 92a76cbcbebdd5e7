import type { Case, CaseReport, CaseState } from './case.ts'
import type { HelpRow, HelpSet, MeetingDecisionRow, MeetingRow, MeetingSet } from './change-meeting.ts'
import type { Correction, Deadline, RungFired, Verdict } from './deadline.ts'
import type { NewEvent } from './events.ts'
import type { LetterRow, LetterSet } from './mailing.ts'
import type { ModerationPatch } from './moderation.ts'
import type { Lang } from './text.ts'

/** A notification to be sent; its words are made when it leaves, in the recipient's language. */
export interface Notice {
  readonly id: number
  readonly kind: string
  readonly staff?: number
  readonly reporterOf?: number
  /** Of a meeting (shared/domain/invitation.ts). */
  readonly guest?: string
  readonly language: Lang
  readonly caseId: number
  readonly eventId: number
  readonly data: Readonly<Record<string, unknown>>
  readonly createdAt: number
  readonly sendAfter: number
}

export interface ContactRow {
  readonly id: number
  readonly body: string
  readonly channel: string
  readonly subject: string
  readonly text: string
  readonly language: Lang
  readonly branch: string
  readonly author: number
  readonly authorRole: string
  readonly year: number
  readonly createdAt: number
  readonly sentAt: number | null
  readonly delivery: string
  readonly registeredOn: string | null
  readonly incomingNumber: string | null
  readonly replyDueOn: string | null
  readonly redirectedFrom: number | null
}

export interface ContactSet {
  readonly id: number
  readonly body?: string
  readonly state?: string
  readonly delivery?: string
  readonly deliveryNote?: string | null
  readonly registeredOn?: string | null
  readonly incomingNumber?: string | null
  readonly replyDueOn?: string | null
  readonly extendedUntil?: string | null
  readonly answeredAt?: number | null
}

export interface ReplyRow {
  readonly id: number
  readonly contact: number
  readonly receivedAt: number
  readonly incomingNumber: string | null
  readonly text: string
  /** Null: it waits to be read and graded by a person. */
  readonly grade: string | null
  readonly recordedBy: number | null
  readonly recordedAt: number
  readonly source: 'staff' | 'mail' | 'form'
  /** The inbound mail it came as. */
  readonly mail: number | null
  /** What the body gave on the form besides the text. */
  readonly form: unknown
  readonly gradedBy: number | null
  readonly gradedAt: number | null
}

/** A grade given (or changed) after the reply was written down. */
export interface ReplySet {
  readonly id: number
  readonly grade: string
  readonly gradedBy: number | null
  readonly gradedAt: number
}

export interface OpinionRow {
  readonly reply: number
  readonly caseId: number
  readonly opinion: string
  readonly text: string | null
  readonly at: number
}

/** A mail that came in and has become a reply, or was taken back into the pen. */
export interface MailSet {
  readonly id: number
  readonly state: 'placed' | 'held'
  readonly reason: string | null
  /** The words of the person. */
  readonly note: string | null
  readonly contact: number | null
  readonly letter: number | null
  readonly reply: number | null
  /** Null: it found its place by itself. */
  readonly handledBy: number | null
  readonly handledAt: number | null
}

/** Something promised by a date; what becomes of it stands in its deadline (kind `commitment`). */
export interface CommitmentRow {
  readonly id: number
  readonly caseId: number
  readonly contact: number | null
  readonly reply: number | null
  readonly instruction: number | null
  readonly who: string
  readonly body: string | null
  readonly branch: string | null
  readonly staff: number | null
  readonly text: string
  readonly dueOn: string
  readonly source: 'found' | 'staff'
  readonly createdBy: number
  readonly createdAt: number
}

export interface InstructionRow {
  readonly id: number
  readonly caseId: number
  readonly text: string
  readonly author: number
  readonly responsible: number
  /** Of the responsible: whose list it stands in. */
  readonly branch: string
  readonly coExecutors: readonly number[]
  readonly dueOn: string
  /** What everyone may read of it; without it, only that something was ordered. */
  readonly publicText: string | null
  readonly state: string
  readonly createdAt: number
}

export interface InstructionSet {
  readonly id: number
  readonly state: string
  readonly dueOn: string
  readonly acceptedAt: number | null
  readonly acceptedBy: number | null
  readonly extension: unknown
  readonly extensions: readonly ExtensionDecided[]
}

/** A longer term that was granted or refused; `asked` is null when nobody had asked for it. */
export interface ExtensionDecided {
  readonly granted: boolean
  readonly until: string
  readonly reason: string
  readonly asked: {
    readonly until: string
    readonly reason: string
    readonly askedBy: number
    readonly askedAt: number
  } | null
  readonly decidedBy: number
  readonly decidedAt: number
}

export interface InstructionReportSet {
  readonly id: number
  readonly returnedAt: number
  readonly returnedBy: number
  readonly returnReason: string
}

export interface InstructionReportRow {
  readonly id: number
  readonly instruction: number
  readonly text: string
  readonly final: boolean
  readonly by: number
  readonly at: number
}

/** The reporter's sealed contacts and the keyed hashes they can be matched by; base64. */
export interface ReporterRow {
  readonly sealed: string | null
  readonly hasEmail: boolean
  readonly iinHash: string | null
  readonly phoneHash: string | null
  readonly emailHash: string | null
}

/** Everything a decision wants written about one case. db/apply writes it, or none of it, in one statement. */
export interface CaseChange {
  /** A new case; otherwise `version` must still be the stored one. */
  readonly report?: CaseReport & {
    readonly trackingHash: string
    readonly search: string
    readonly reporter: ReporterRow | null
  }
  readonly caseId: number
  readonly version: number
  readonly state: CaseState
  /** False when nothing of the state has changed: only version and `updatedAt` are written then. */
  readonly moved: boolean
  readonly updatedAt: number
  readonly events: readonly NewEvent[]
  readonly opened: readonly Deadline[]
  readonly changed: readonly Deadline[]
  /** Deadlines of which only the next rung and its instant have changed. */
  readonly stepped: readonly Deadline[]
  readonly verdicts: readonly Verdict[]
  readonly corrections: readonly Correction[]
  readonly rungs: readonly RungFired[]
  readonly notices: readonly Notice[]
  /** Letters that the engine writes to bodies. */
  readonly letters?: readonly LetterRow[]
}

/** A whole command: its cases change together or not at all. */
export interface Change {
  readonly cases: readonly CaseChange[]
  readonly contacts?: readonly ContactRow[]
  readonly contactCases?: readonly { contact: number; caseId: number }[]
  readonly contactSets?: readonly ContactSet[]
  readonly letters?: readonly LetterRow[]
  readonly letterSets?: readonly LetterSet[]
  readonly replies?: readonly ReplyRow[]
  readonly replySets?: readonly ReplySet[]
  readonly mailSets?: readonly MailSet[]
  /** Replies that were none: recorded by mistake, and nobody has relied on them. */
  readonly repliesGone?: readonly { readonly id: number }[]
  readonly opinions?: readonly OpinionRow[]
  readonly commitments?: readonly CommitmentRow[]
  readonly instructions?: readonly InstructionRow[]
  readonly instructionSets?: readonly InstructionSet[]
  readonly instructionReports?: readonly InstructionReportRow[]
  readonly instructionReportSets?: readonly InstructionReportSet[]
  readonly meetings?: readonly MeetingRow[]
  readonly meetingCases?: readonly { meeting: number; caseId: number }[]
  readonly meetingSets?: readonly MeetingSet[]
  readonly meetingDecisions?: readonly MeetingDecisionRow[]
  readonly helps?: readonly HelpRow[]
  readonly helpSets?: readonly HelpSet[]
  readonly supporter?: {
    readonly caseId: number
    readonly keyHash: string
    readonly sealed: string | null
    readonly language: Lang
    readonly at: number
  }
  readonly erase?: { readonly caseId: number; readonly at: number }
  readonly moderation?: ModerationPatch
}

/** What a command reads before it decides: the case and all its open deadlines. */
export interface CaseFacts {
  readonly case: Case
  readonly deadlines: readonly Deadline[]
  /** What others still owed when a solution or the end of the case stopped their clocks: a dispute starts them again. */
  readonly stopped?: readonly Deadline[]
  /** Of a case that has ended: replies that nobody has graded, some of which came after the end. A dispute makes them owed. */
  readonly ungraded?: readonly { readonly id: number; readonly body: string }[]
}
