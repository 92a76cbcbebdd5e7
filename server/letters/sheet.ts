import type { Lang } from '../../shared/domain/text.ts'
import { localDate } from '../../shared/domain/zone.ts'
import { formatNumber } from '../../shared/i18n/format.ts'
import { say, t } from '../../shared/i18n/text.ts'
import { hidesPlace } from '../cases/view.ts'
import { oneLine } from '../mail/address.ts'
import { nameOfBody, nameOfBranch, nameOfCategory, placeOf } from '../mail/params.ts'
import type { Reference } from '../reference.ts'
import { citationOf, dayIn, type LetterFacts, tidy } from './facts.ts'
import { purposeParts } from './purpose.ts'

export type Block =
  | { readonly kind: 'text' | 'strong' | 'quiet'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'link'; readonly url: string }

/** A letter in words, laid out as text, HTML and PDF alike. */
export interface Sheet {
  readonly language: Lang
  /** Of the mail. */
  readonly mailSubject: string
  readonly letterhead: readonly string[]
  readonly number: string
  readonly date: string
  readonly to: string
  readonly blocks: readonly Block[]
  readonly signature: readonly string[]
}

/** Puts a letter into words. What is not public about a case stays out: its place is said at district level, the page of a private one not linked. */
export function sheetOf(letter: LetterFacts, reference: Reference, publicUrl: string): Sheet {
  const { language: lang } = letter
  const number = letter.number ?? t(lang, 'letter.pending')
  const { subject, paragraphs } = purposeParts(letter, number, reference)
  const branch = reference.branch(letter.branch)
  const email = branch?.email
  return {
    language: lang,
    mailSubject: oneLine(subject),
    letterhead: [
      t(lang, 'letter.organisation'),
      nameOfBranch(reference, lang, letter.branch),
      ...(email ? [t(lang, 'letter.contact', { email: oneLine(email) })] : []),
      publicUrl,
    ],
    number: t(lang, 'letter.number', { number }),
    date: t(lang, 'letter.date', { date: dayIn(lang, localDate(letter.zone, letter.writtenAt)) }),
    to: t(lang, 'letter.to', { body: oneLine(nameOfBody(reference, lang, letter.body) ?? letter.body, 300) }),
    blocks: [
      { kind: 'strong', text: t(lang, 'letter.about', { subject: oneLine(letter.subject, 500) }) },
      ...earlier(letter, reference),
      ...paragraphs.map((text): Block => ({ kind: 'text', text: tidy(text) })),
      ...aboutCases(letter, reference, publicUrl),
      ...term(letter, reference),
      ...(letter.purpose === 'thanks' ? [] : answering(letter, number)),
      ...annexList(letter),
    ],
    signature: [
      t(lang, 'letter.regards'),
      [say(lang, `role.${letter.author.role}` as 'role.head'), oneLine(letter.author.name)].filter(Boolean).join(', '),
    ],
  }
}

function earlier({ language: lang, about, purpose }: LetterFacts, reference: Reference): Block[] {
  if (!about || (purpose !== 'first' && purpose !== 'next-instance')) return []
  const text = t(lang, 'letter.earlier', {
    number: about.number,
    date: dayIn(lang, about.sentOn),
    body: nameOfBody(reference, lang, about.body) ?? about.body,
  })
  return [{ kind: 'quiet', text }]
}

function aboutCases({ language: lang, cases }: LetterFacts, reference: Reference, publicUrl: string): Block[] {
  const items = cases.map((c) => {
    const district = placeOf(reference, lang, c)
    const shown = c.public && !hidesPlace(reference, c.category) ? c.address : null
    const place = shown ? `${district}, ${oneLine(shown)}` : district
    const line = t(lang, 'letter.case', {
      number: c.number,
      category: nameOfCategory(reference, lang, c.category),
      place,
    })
    return c.public ? `${line}\n${publicUrl}/${lang}/cases/${c.number}` : line
  })
  return [
    { kind: 'text', text: t(lang, 'letter.cases', { n: items.length }) },
    { kind: 'list', items },
  ]
}

/** The term asked for, with the article of the day it counts from. */
function term({ language: lang, purpose, due, zone }: LetterFacts, reference: Reference): Block[] {
  if (!due || (purpose !== 'first' && purpose !== 'next-instance')) return []
  const date = dayIn(lang, localDate(zone, due.dueAt - 1))
  const { key, params } = due.because
  const article = key === 'replyTerm' ? citationOf(reference, lang, 'reply', String(params.from)) : undefined
  const text = article
    ? t(lang, 'letter.termByLaw', { date, days: Number(params.days), article })
    : t(lang, 'letter.termByLetter', { date })
  return [{ kind: 'text', text: tidy(text) }]
}

function answering({ language: lang, link }: LetterFacts, number: string): Block[] {
  return [
    { kind: 'text', text: t(lang, 'letter.answer') },
    { kind: 'link', url: link },
    { kind: 'text', text: t(lang, 'letter.quote', { number }) },
  ]
}

function annexList({ language: lang, annexes }: LetterFacts): Block[] {
  if (annexes.length === 0) return []
  const items = annexes.map(({ name, size }) =>
    t(lang, 'letter.annex', { name: oneLine(name), size: formatNumber(lang, Math.max(size / 1024 / 1024, 0.1), 1) }),
  )
  return [
    { kind: 'text', text: t(lang, 'letter.annexes') },
    { kind: 'list', items },
  ]
}
