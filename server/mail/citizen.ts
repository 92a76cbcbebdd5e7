import type { MailItem } from '../../db/mail.ts'
import type { Lang } from '../../shared/domain/text.ts'
import type { Key } from '../../shared/i18n/catalog.ts'
import { isKey, say, t } from '../../shared/i18n/text.ts'
import { oneLine } from './address.ts'
import { citizenParams } from './params.ts'
import type { Desk, Letter } from './staff.ts'

/** Notices whose words are under another name. */
const TEMPLATES: Readonly<Record<string, string>> = { overdue: 'missed', assigned: 'received' }

/** Words of a notice to the reporter of a case. `link` is their own page. */
export function citizenLetter(item: MailItem, lang: Lang, disputeMs: number, link: string, desk: Desk): Letter {
  const params = citizenParams(item, lang, desk.reference, disputeMs, link)
  const template = `mail.citizen.${TEMPLATES[item.kind] ?? item.kind}`
  const key = isKey(`${template}.subject`) ? template : 'mail.citizen.news'
  return { subject: oneLine(say(lang, `${key}.subject` as Key, params)), text: say(lang, `${key}.body` as Key, params) }
}

/** Words of a notice to somebody who follows a case; `leave` is where they end it. */
export function followerLetter(
  item: MailItem,
  lang: Lang,
  disputeMs: number,
  { link, leave }: { readonly link: string; readonly leave: string },
  desk: Desk,
): Letter {
  const params = citizenParams(item, lang, desk.reference, disputeMs, link)
  const template = `follower.${item.kind}`
  const key = isKey(`${template}.subject`) ? template : 'follower.news'
  const text = say(lang, `${key}.body` as Key, params)
  return {
    subject: oneLine(say(lang, `${key}.subject` as Key, params)),
    text: item.kind === 'follow-asked' ? text : `${text}\n\n${t(lang, 'follower.leave')}\n${leave}`,
  }
}
