/** What a command writes about meetings and help asked of the centre (part of shared/domain/change.ts). */

export interface MeetingRow {
  readonly id: number
  readonly title: string
  readonly agenda: string
  readonly place: string
  readonly startsAt: number
  readonly endsAt: number
  readonly organiser: number
  readonly branch: string
  readonly staff: readonly number[]
  readonly bodies: readonly string[]
  readonly sequence: number
  readonly state: string
  readonly createdAt: number
  /** How often it was put off past the day on which its minutes were owed. */
  readonly putOff: number
  /** Until when its minutes were owed when it was called, or put off so for the last time (epoch ms); null when nobody wrote that down. */
  readonly owedUntil: number | null
}

export interface MeetingSet extends Omit<MeetingRow, 'organiser' | 'branch' | 'createdAt'> {
  readonly cancelledAt: number | null
  readonly cancelReason: string | null
  readonly heldAt: number | null
  readonly minutesBy: number | null
}

/** What was decided in a meeting: an instruction, or why nothing follows. */
export interface MeetingDecisionRow {
  readonly id: number
  readonly meeting: number
  readonly position: number
  readonly caseId: number
  readonly text: string
  readonly instruction: number | null
  readonly noAction: string | null
}

export interface HelpRow {
  readonly id: number
  readonly caseId: number
  readonly branch: string
  readonly askedBy: number
  readonly question: string
  readonly tried: string
  readonly needed: string
  readonly state: string
  readonly askedAt: number
  readonly dueAt: number
}

export interface HelpSet {
  readonly id: number
  readonly state: string
  readonly takenBy: number | null
  readonly takenAt: number | null
  readonly answeredBy: number | null
  readonly answeredAt: number | null
  readonly answer: string | null
  readonly instruction: number | null
  readonly withdrawnBy: number | null
  readonly withdrawnAt: number | null
}
