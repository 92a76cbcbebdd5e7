import { localDate } from '../../shared/domain/zone.ts'
import { t } from '../../shared/i18n/text.ts'
import type { Reference } from '../reference.ts'
import { citationOf, dayIn, type LetterFacts } from './facts.ts'

/** What is particular to the purpose of a letter: the subject of its mail, and its first paragraphs. */
export function purposeParts(
  letter: LetterFacts,
  number: string,
  reference: Reference,
): { subject: string; paragraphs: string[] } {
  const { language: lang, purpose, subject } = letter
  const named = { number, subject }
  const sent = dayIn(lang, letter.sentOn)
  const own = letter.text === null ? [] : paragraphsOf(letter.text)
  switch (purpose) {
    case 'first':
      return { subject: t(lang, 'letter.subject', named), paragraphs: [t(lang, 'letter.first'), ...own] }
    case 'next-instance':
      return { subject: t(lang, 'letter.subject', named), paragraphs: own }
    case 'reminder': {
      const left = letter.workingDaysLeft
      return {
        subject: t(lang, 'letter.reminder.subject', named),
        paragraphs: [
          t(lang, 'letter.reminder.text', { sent, number, due: dueIn(letter) }),
          ...(left > 0 ? [t(lang, 'letter.reminder.left', { n: left })] : []),
          ...own,
          t(lang, 'letter.reminder.please'),
        ],
      }
    }
    case 'overdue': {
      const article = letter.due?.because.key === 'replyTerm' ? silence(letter, reference) : undefined
      return {
        subject: t(lang, 'letter.overdue.subject', named),
        paragraphs: [
          t(lang, 'letter.overdue.text', { sent, number, due: dueIn(letter) }),
          ...(article ? [t(lang, 'letter.overdue.silence', { article })] : []),
          ...own,
          t(lang, 'letter.overdue.please'),
        ],
      }
    }
    case 'extension': {
      const article = citationOf(reference, lang, 'extend', localDate(letter.zone, letter.writtenAt))
      const until = letter.extendedUntil === null ? dueIn(letter) : dayIn(lang, letter.extendedUntil)
      return {
        subject: t(lang, 'letter.extension.subject', named),
        paragraphs: [
          t(lang, 'letter.extension.text', { sent, number, until }),
          t(lang, 'letter.extension.ask'),
          ...own,
          ...(article ? [t(lang, 'letter.extension.article', { article })] : []),
        ],
      }
    }
    case 'thanks':
      return {
        subject: t(lang, 'letter.thanks.subject', named),
        paragraphs: [t(lang, 'letter.thanks.text', { sent, number }), ...own],
      }
  }
}

const dueIn = ({ language, zone, due }: LetterFacts) =>
  due === null ? '' : dayIn(language, localDate(zone, due.dueAt - 1))

const silence = ({ language, zone, due }: LetterFacts, reference: Reference) =>
  citationOf(reference, language, 'silence', localDate(zone, due!.dueAt - 1))

/** The author's words by paragraphs; an empty line parts them. Control signs other than line breaks are dropped. */
function paragraphsOf(text: string): string[] {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean)
}
