import type { Lang } from './text.ts'

/** Why a letter is written; each purpose has its own words (shared/i18n, `letter`). */
export type LetterPurpose = 'first' | 'reminder' | 'overdue' | 'extension' | 'thanks' | 'next-instance'
export const LETTER_PURPOSES: readonly LetterPurpose[] = [
  'first',
  'reminder',
  'overdue',
  'extension',
  'thanks',
  'next-instance',
]

/** Purposes that chase an answer: pointless once there is one. */
export const CHASING: readonly LetterPurpose[] = ['reminder', 'overdue']

export type LetterState = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown' | 'withdrawn'
export const LETTER_STATES: readonly LetterState[] = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'unknown',
  'withdrawn',
]

/** A file that goes with a letter: one of its cases, or of an earlier answer. */
export interface Annex {
  /** The file; of one that came by mail, the mail. */
  readonly file: number
  /** Which file of the mail. */
  readonly n?: number | null
  readonly case: number
  readonly name: string
  readonly mime: string
  /** Bytes. */
  readonly size: number
}

/** How a letter asks for an annex: a file by its id, or one of a mail that was placed. */
export type AnnexAsked = number | { readonly mail: number; readonly n: number }

/** The most bytes of all annexes of a letter: with base64 and the PDF it stays under the 25 MB that mail servers take. */
export const LARGEST_ANNEXES = 15 * 1024 * 1024
export const MOST_ANNEXES = 20

/** A letter to leave by mail. What is null is that of the first letter of the contact. */
export interface LetterRow {
  readonly id: number
  readonly contact: number
  readonly purpose: LetterPurpose
  readonly thread: number | null
  readonly language: Lang | null
  readonly address: string | null
  readonly subject: string | null
  readonly text: string | null
  readonly author: number | null
  readonly annexes: readonly Annex[]
  readonly onceKey: string | null
  readonly createdAt: number
  readonly sendAfter: number
}

/** What a person or the telling of the news changes about a letter. */
export interface LetterSet {
  readonly id: number
  readonly state?: LetterState
  /** The state its cases know of. */
  readonly told?: LetterState
  /** Another address than the one it was written to; it is put together anew then. */
  readonly address?: string
  readonly sendAfter?: number
  /** What stands in its history. */
  readonly note?: { readonly state: LetterState; readonly at: number; readonly by?: string }
}

/** The first letter of a contact, as decisions need it. */
export interface FirstLetter {
  readonly id: number
  readonly state: LetterState
  readonly address: string
  readonly sentAt: number | null
}
