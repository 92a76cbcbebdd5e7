import type { Because } from '../../shared/domain/because.ts'
import type { LetterPurpose } from '../../shared/domain/mailing.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { formatDate } from '../../shared/i18n/format.ts'
import type { Reference } from '../reference.ts'

/** What a letter says, before it has words. */
export interface LetterFacts {
  readonly purpose: LetterPurpose
  readonly language: Lang
  /** Null before it is issued. */
  readonly number: string | null
  /** Epoch ms. */
  readonly writtenAt: number
  readonly zone: string
  readonly branch: string
  readonly body: string
  readonly subject: string
  /** The author's own words. */
  readonly text: string | null
  readonly author: { readonly name: string; readonly role: string }
  /** Local day of the first letter under the number. */
  readonly sentOn: string
  readonly extendedUntil: string | null
  readonly about: { readonly number: string; readonly sentOn: string; readonly body: string } | null
  readonly due: { readonly dueAt: number; readonly because: Because } | null
  /** Working days left until the term ends. */
  readonly workingDaysLeft: number
  readonly cases: readonly {
    readonly number: string
    readonly category: string
    readonly region: string | null
    readonly district: string | null
    readonly address: string | null
    readonly branch: string
    readonly public: boolean
  }[]
  readonly annexes: readonly { readonly name: string; readonly size: number }[]
  readonly link: string
}

/** '23 ноября 2026 г.' */
export const dayIn = (lang: Lang, date: string): string => formatDate(lang, date, { year: true })

/** A date that ends with its own full stop (2026 г.) ends the sentence too. */
export const tidy = (text: string): string => text.replaceAll('г..', 'г.')

/** How a letter names the article of a legal term in force on a local date. */
export function citationOf(reference: Reference, lang: Lang, id: string, date: string): string | undefined {
  return reference.legalTerm(id, date)?.rule.citation?.[lang]
}
