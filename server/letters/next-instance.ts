import type { ContactRow } from '../../db/views/contacts.ts'
import { type Instance, type NextReason, nextInstances, nextReason } from '../../shared/domain/next-instance.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { localDate, rfc3339 } from '../../shared/domain/zone.ts'
import { t, text3 } from '../../shared/i18n/text.ts'
import { nameOfBody } from '../mail/params.ts'
import type { Reference } from '../reference.ts'
import type { FullWorld } from '../world.ts'
import { citationOf, dayIn, tidy } from './facts.ts'

/** The longest text of a letter that the contract takes. */
const LONGEST_TEXT = 20_000
const LONGEST_SUBJECT = 500

/** The next instances for a contact, each with its letter ready in the language of the first; none while the body has time. */
export function proposeNext(contact: ContactRow, category: string, world: FullWorld, at: number) {
  const { reference } = world
  const dueAt = contact.due?.dueAt ?? null
  const reason = nextReason({ state: contact.state, dueAt }, contact.replies, at)
  const of = reference.body(contact.body)
  const found = reason && of ? nextInstances(reference.bodies, of, category) : []
  return {
    reason,
    replyDueAt: dueAt === null ? null : rfc3339(contact.zone, dueAt),
    items: found.map(({ instance, body }) => ({
      instance,
      label: text3(`letter.instance.${instance}`),
      body: { code: body.id, name: body.name, email: body.email },
      letter: {
        body: body.id,
        channel: body.email ? ('email' as const) : ('post' as const),
        ...wordsFor(contact, instance, reason!, reference),
        language: contact.language as Lang,
        about: contact.id,
      },
    })),
  }
}

function wordsFor(contact: ContactRow, instance: Instance, reason: NextReason, reference: Reference) {
  const lang = contact.language as Lang
  const { subject } = contact
  const head = reason === 'silence' ? 'letter.next.subject' : 'letter.next.subjectRefused'
  const paragraphs = [
    t(lang, 'letter.next.wrote', {
      sent: dayIn(lang, contact.sentOn),
      number: contact.outgoingNumber,
      body: nameOfBody(reference, lang, contact.body) ?? contact.body,
      subject,
    }),
    ...(reason === 'silence' ? silence(contact, lang, reference) : refused(contact, lang)),
    t(lang, `letter.next.${instance}`),
    `${t(lang, 'letter.next.matter')}\n${contact.text}`,
  ]
  return {
    subject: t(lang, head, { subject }).slice(0, LONGEST_SUBJECT),
    text: tidy(paragraphs.join('\n\n')).slice(0, LONGEST_TEXT),
  }
}

/** The term with its article, and that silence is a refusal by its own; a body outside the Code only missed the date it was asked for. */
function silence({ due, zone }: ContactRow, lang: Lang, reference: Reference): string[] {
  if (!due) return []
  const last = localDate(zone, due.dueAt - 1)
  const date = dayIn(lang, last)
  const { key, params } = due.because
  const article = key === 'replyTerm' ? citationOf(reference, lang, 'reply', String(params.from)) : undefined
  const counts = citationOf(reference, lang, 'silence', last)
  if (!article) return [t(lang, 'letter.next.silentByDate', { due: date })]
  return [
    t(lang, 'letter.next.silent', { due: date, article }),
    ...(counts ? [t(lang, 'letter.next.silence', { article: counts })] : []),
  ]
}

function refused({ replies, zone }: ContactRow, lang: Lang): string[] {
  const last = replies.findLast((r) => r.grade === 'refusal' || r.grade === 'brush-off')
  return last ? [t(lang, 'letter.next.refused', { received: dayIn(lang, localDate(zone, last.receivedAt)) })] : []
}
