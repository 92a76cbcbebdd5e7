import type { Case, CaseReport, CaseState } from './case.ts'
import type { Correction, Deadline, RungFired, Verdict } from './deadline.ts'
import type { NewEvent } from './events.ts'
import type { Lang } from './text.ts'

/** A notification to be sent; its words are made when it leaves, in the recipient's language. */
export interface Notice {
  readonly id: number
  readonly kind: string
  readonly staff?: number
  readonly reporterOf?: number
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
  readonly grade: string
  readonly recordedBy: number | null
  readonly recordedAt: number
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
  readonly extension: unknown
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
}

/** A whole command: its cases change together or not at all. */
export interface Change {
  readonly cases: readonly CaseChange[]
  readonly contacts?: readonly ContactRow[]
  readonly contactCases?: readonly { contact: number; caseId: number }[]
  readonly contactSets?: readonly ContactSet[]
  readonly replies?: readonly ReplyRow[]
  readonly instructions?: readonly InstructionRow[]
  readonly instructionSets?: readonly InstructionSet[]
  readonly instructionReports?: readonly InstructionReportRow[]
  readonly supporter?: {
    readonly caseId: number
    readonly keyHash: string
    readonly sealed: string | null
    readonly language: Lang
    readonly at: number
  }
  readonly erase?: { readonly caseId: number; readonly at: number }
}

/** What a command reads before it decides: the case and all its open deadlines. */
export interface CaseFacts {
  readonly case: Case
  readonly deadlines: readonly Deadline[]
}
