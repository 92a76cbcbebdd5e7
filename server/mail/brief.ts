import type { BriefList, BriefRow } from '../../db/brief.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { localDate } from '../../shared/domain/zone.ts'
import { formatDate, formatDue, formatInstant, formatLeft } from '../../shared/i18n/format.ts'
import { t } from '../../shared/i18n/text.ts'
import type { Brief } from '../brief/read.ts'
import { nameOfBranch, nameOfCategory, placeOf, type Reader } from './params.ts'
import type { Desk, Letter } from './staff.ts'

/** The morning brief as a mail, what is latest first; `notices` are the notices that leave with it, already in words. */
export function briefLetter(
  brief: Brief,
  reader: Reader & { readonly name: string },
  notices: readonly string[],
  desk: Desk,
): Letter {
  const { language: lang, zone, name } = reader
  const { reference, at } = desk
  const n = brief.overdue.total + brief.dueToday.total
  const date = formatDate(lang, localDate(zone, at), { weekday: 'short' })
  const lines = (list: BriefList, write: (row: BriefRow) => string) => [
    ...list.rows.map(write),
    ...(list.total > list.rows.length ? [t(lang, 'mail.brief.more', { n: list.total - list.rows.length })] : []),
  ]
  const place = (row: BriefRow) => ({
    number: row.number,
    category: nameOfCategory(reference, lang, row.category),
    place: placeOf(reference, lang, row),
  })
  const timed = (row: BriefRow) =>
    row.dueAt === null ? plain(row) : t(lang, 'mail.brief.line', { ...place(row), ...when(lang, zone, row.dueAt, at) })
  const plain = (row: BriefRow) => t(lang, 'mail.brief.plainLine', place(row))
  const awaited = (row: BriefRow) =>
    t(lang, 'mail.brief.replyLine', {
      ...when(lang, zone, row.dueAt ?? at, at),
      number: row.number,
      body: row.body === null ? '' : (reference.body(row.body)?.name[lang] ?? row.body),
      outgoing: row.outgoing,
    })
  const { centre } = brief
  const sections = [
    section(t(lang, 'mail.brief.overdue'), lines(brief.overdue, timed)),
    section(t(lang, 'mail.brief.dueToday'), lines(brief.dueToday, timed)),
    section(t(lang, 'mail.brief.fresh'), lines(brief.fresh, timed)),
    section(t(lang, 'mail.brief.replies'), lines(brief.replies, awaited)),
    section(t(lang, 'mail.brief.ungraded'), lines(brief.ungraded, awaited)),
    section(t(lang, 'mail.brief.confirmations'), lines(brief.confirmations, plain)),
    section(
      t(lang, 'mail.brief.instructions'),
      brief.instructions.map((i) => `${i.number}: ${formatDate(lang, i.dueOn, { weekday: 'short' })}`),
    ),
    section(t(lang, 'mail.brief.raised'), centre ? lines(centre.raised, timed) : []),
    section(t(lang, 'mail.brief.faults'), centre ? lines(centre.faults, plain) : []),
    section(t(lang, 'mail.brief.inbox'), centre?.pen ? [`${centre.pen}: ${desk.publicUrl}/${lang}/inbox`] : []),
    section(
      t(lang, 'mail.brief.branches'),
      (centre?.branches ?? []).map((b) =>
        t(lang, 'mail.brief.branchLine', { branch: nameOfBranch(reference, lang, b.branch), n: b.overdue }),
      ),
    ),
    section(
      t(lang, 'mail.brief.gaps'),
      brief.gaps.map((gap) =>
        t(lang, 'mail.brief.gap', {
          branch: nameOfBranch(reference, lang, gap.branch),
          from: formatInstant(lang, zone, gap.from),
          to: formatInstant(lang, zone, gap.to),
        }),
      ),
    ),
    section(t(lang, 'mail.brief.notices'), notices),
    section(
      t(lang, 'mail.brief.ledger'),
      brief.ledger ? [`${formatDate(lang, brief.ledger.date)}: ${brief.ledger.root}`] : [],
    ),
  ].filter((text) => text !== '')
  return {
    subject: n === 0 ? t(lang, 'mail.brief.subjectClear', { date }) : t(lang, 'mail.brief.subject', { date, n }),
    text: [
      t(lang, 'mail.brief.greeting', { name }),
      ...(n === 0 ? [t(lang, 'mail.brief.clear')] : []),
      ...sections,
      `${desk.publicUrl}/${lang}/desk`,
    ].join('\n\n'),
  }
}

function when(lang: Lang, zone: string, due: number, at: number): { due: string; left: string } {
  return { due: formatDue(lang, zone, due), left: formatLeft(lang, due, at) }
}

function section(heading: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${heading}:`, ...lines.map((line) => `• ${line}`)].join('\n')
}
