import type { Status } from './status.ts'
import type { Lang } from './text.ts'

export type Kind = 'problem' | 'complaint' | 'proposal'
export type Channel = 'web' | 'phone' | 'branch' | 'api' | 'open311' | 'email'
export type Level = 'district' | 'region' | 'central'
export type Severity = 1 | 2 | 3 | 4

export const KINDS: readonly Kind[] = ['problem', 'complaint', 'proposal']
export const CHANNELS: readonly Channel[] = ['web', 'phone', 'branch', 'api', 'open311', 'email']
export const LEVELS: readonly Level[] = ['district', 'region', 'central']

/** The central apparatus is a branch like any other, the root of the tree. */
export const CENTRAL = 'KZ'
/** The staff row that always exists and owns what nobody else can (db/migrations/0000). */
export const CENTRAL_DESK = 1

/** What never changes after the report. Instants are epoch milliseconds. */
export interface CaseReport {
  readonly id: number
  readonly number: string
  readonly kind: Kind
  readonly category: string
  readonly severity: Severity
  readonly region: string | null
  readonly district: string | null
  readonly address: string | null
  readonly lat: number | null
  readonly lon: number | null
  readonly title: string | null
  readonly text: string
  readonly language: Lang
  readonly channel: Channel
  readonly source: string | null
  readonly externalId: string | null
  readonly public: boolean
  readonly reportedAt: number
  readonly recordedAt: number
}

/** What moves. Every field is written by every change, so one prepared statement serves them all. */
export interface CaseState {
  status: Status
  stage: 1 | 2
  level: Level
  branch: string
  owner: number
  respondBy: number
  respondedAt: number | null
  dueAt: number | null
  nextDeadline: number | null
  raisedAt: number | null
  onWall: boolean
  decidedBy: number | null
  decidedAs: string | null
  decidedAt: number | null
  disputedPerson: number | null
  rejectionDisputes: number
  underWay: boolean
  needsSecondSignature: boolean
  mergedInto: number | null
  resolvedAt: number | null
  closedAt: number | null
  publicAnswer: PublicAnswer | null
}

/** The public words a rejected or merged case ends with, and the latest public promise of an open one. */
export interface PublicAnswer {
  readonly text: string
  readonly reason?: string
  readonly competentBody?: string
  readonly into?: string
}

export interface Case extends CaseReport, CaseState {
  readonly version: number
  /** Time zone of the place (of the branch, when no place was given). */
  readonly zone: string
  /** Whether the reporter left an address to write to. */
  readonly reporterHasEmail: boolean
  /** Cases merged into this one whose reporters can be written to; they follow it. */
  readonly followers: readonly number[]
}

const STATE_KEYS = [
  'status',
  'stage',
  'level',
  'branch',
  'owner',
  'respondBy',
  'respondedAt',
  'dueAt',
  'nextDeadline',
  'raisedAt',
  'onWall',
  'decidedBy',
  'decidedAs',
  'decidedAt',
  'disputedPerson',
  'rejectionDisputes',
  'underWay',
  'needsSecondSignature',
  'mergedInto',
  'resolvedAt',
  'closedAt',
  'publicAnswer',
] as const satisfies readonly (keyof CaseState)[]

/** The changing part of a case, as a fresh object. */
export function stateOf(c: CaseState): CaseState {
  return {
    status: c.status,
    stage: c.stage,
    level: c.level,
    branch: c.branch,
    owner: c.owner,
    respondBy: c.respondBy,
    respondedAt: c.respondedAt,
    dueAt: c.dueAt,
    nextDeadline: c.nextDeadline,
    raisedAt: c.raisedAt,
    onWall: c.onWall,
    decidedBy: c.decidedBy,
    decidedAs: c.decidedAs,
    decidedAt: c.decidedAt,
    disputedPerson: c.disputedPerson,
    rejectionDisputes: c.rejectionDisputes,
    underWay: c.underWay,
    needsSecondSignature: c.needsSecondSignature,
    mergedInto: c.mergedInto,
    resolvedAt: c.resolvedAt,
    closedAt: c.closedAt,
    publicAnswer: c.publicAnswer,
  }
}

/** Whether two states are the same in every part. */
export function sameState(a: CaseState, b: CaseState): boolean {
  return STATE_KEYS.every((key) => a[key] === b[key])
}
