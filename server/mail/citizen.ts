import type { MailItem } from '../../db/mail.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Key } from '../../shared/i18n/catalog.ts'
import { isKey, say } from '../../shared/i18n/text.ts'
import { oneLine } from './address.ts'
import { citizenParams } from './params.ts'
import type { Desk, Letter } from './staff.ts'

/** Notices whose words are under another name. */
const TEMPLATES: Readonly<Record<string, string>> = { overdue: 'missed', assigned: 'received' }

/** Words of a notice to the reporter (or a follower) of a case. `link` is their own page. */
export function citizenLetter(item: MailItem, lang: Lang, disputeMs: number, link: string, desk: Desk): Letter {
  const params = citizenParams(item, lang, desk.reference, disputeMs, link)
  const template = `mail.citizen.${TEMPLATES[item.kind] ?? item.kind}`
  const key = isKey(`${template}.subject`) ? template : 'mail.citizen.news'
  return { subject: oneLine(say(lang, `${key}.subject` as Key, params)), text: say(lang, `${key}.body` as Key, params) }
}
