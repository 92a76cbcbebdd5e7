import type { MailItem } from '../../db/mail.ts'
import type { Key } from '../../shared/i18n/catalog.ts'
import { isKey, say, t } from '../../shared/i18n/text.ts'
import type { Reference } from '../reference.ts'
import { oneLine } from './address.ts'
import { type Reader, staffParams } from './params.ts'

/** What notices are written with. */
export interface Desk {
  readonly reference: Reference
  readonly publicUrl: string
  /** Epoch ms. */
  readonly at: number
}

export interface Letter {
  readonly subject: string
  readonly text: string
}

/** Words of a notice to a person of the staff. */
export function staffLetter(item: MailItem, reader: Reader, desk: Desk): Letter {
  const { language: lang } = reader
  const params = staffParams(item, reader, desk.reference, desk.at, linkOf(item, reader, desk))
  const template = `mail.staff.${templateOf(item)}`
  const key = isKey(`${template}.subject`) ? template : 'mail.staff.news'
  return { subject: oneLine(say(lang, `${key}.subject` as Key, params)), text: say(lang, `${key}.body` as Key, params) }
}

/** Several notices in one mail: what each is about, and where to go. `total` counts those not shown too. */
export function bundleLetter(items: readonly MailItem[], total: number, reader: Reader, desk: Desk): Letter {
  const { language: lang } = reader
  return {
    subject: t(lang, 'mail.bundle.subject', { n: total }),
    text: [t(lang, 'mail.bundle.intro'), ...bundleLines(items, total, reader, desk)].join('\n\n'),
  }
}

/** One paragraph for each notice. */
export function bundleLines(items: readonly MailItem[], total: number, reader: Reader, desk: Desk): string[] {
  const lines = items.map((item) => `${staffLetter(item, reader, desk).subject}\n${linkOf(item, reader, desk)}`)
  const more = total - items.length
  return more > 0 ? [...lines, t(reader.language, 'mail.bundle.more', { n: more })] : lines
}

function linkOf(item: MailItem, reader: Reader, { publicUrl }: Desk): string {
  if (item.kind.startsWith('help-') && typeof item.data.help === 'number')
    return `${publicUrl}/${reader.language}/help/${item.data.help}`
  if (item.kind.startsWith('meeting-') && typeof item.data.meeting === 'number')
    return `${publicUrl}/${reader.language}/meetings/${item.data.meeting}`
  // Whoever is ordered something may be of another branch, and then the case itself is not open to them.
  if (item.kind.startsWith('instruct') && typeof item.data.instruction === 'number')
    return `${publicUrl}/${reader.language}/instructions/${item.data.instruction}`
  if (item.number !== null) return `${publicUrl}/${reader.language}/desk/cases/${item.number}`
  return `${publicUrl}/${reader.language}/${item.kind === 'inbox' ? 'inbox' : item.kind === 'roster-gap' ? 'branch' : 'desk'}`
}

/** The rungs that tell of a silence have words of their own. */
function templateOf({ kind, data }: MailItem): string {
  return kind === 'overdue' && (data.rung === 'central' || data.rung === 'head') ? data.rung : kind
}
