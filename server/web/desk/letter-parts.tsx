import type { ContactRow } from '../../../db/views/contacts.ts'
import type { LetterState } from '../../../shared/domain/mailing.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import { proposeNext } from '../../letters/next-instance.ts'
import type { FullWorld } from '../../world.ts'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'
import type { DeskCase } from './case-read.ts'

/** What a person can know of a letter. */
const SETTLED = ['delivered', 'sent', 'failed', 'by-hand'] as const
/** Letters that follow the first one under its number. */
export const FOLLOWING = ['reminder', 'overdue', 'extension', 'thanks'] as const

/** A reminder while the body has time, a sharper one after that; the rest when there is a reason for it. */
export function suits(purpose: (typeof FOLLOWING)[number], letter: ContactRow, now: number): boolean {
  const late = letter.due !== null && letter.due.dueAt <= now
  if (purpose === 'thanks') return letter.replies.length > 0
  if (purpose === 'extension') return letter.extendedUntil !== null
  return letter.state === 'open' && letter.due !== null && late === (purpose === 'overdue')
}

/** What may have become of it; one that left by mail and has not certainly arrived can be sent once more. */
export function outcomesOf(delivery: string, mailed: LetterState | undefined, lang: Lang) {
  const known = SETTLED.filter((value) => value !== delivery)
  const again = mailed && ['failed', 'unknown', 'sent', 'withdrawn'].includes(mailed)
  return [
    ...known.map((value) => ({ value, text: say(lang, `page.write.outcome.${value}` as Key) })),
    ...(again ? [{ value: 'sending', text: t(lang, 'page.write.outcome.sending') }] : []),
  ]
}

export const isTroubled = (state: LetterState) => state === 'failed' || state === 'unknown'

export const mailWords = ({ purpose, state, address }: ContactRow['letters'][number], lang: Lang) =>
  t(lang, 'page.write.mail', {
    purpose: t(lang, `letter.purpose.${purpose}`),
    state: t(lang, `letter.state.${state}`),
    address,
  })

/** What left by mail under the number, with what is known of it. */
export function Mails({ here: { lang }, letter }: { here: StaffHere; letter: ContactRow }) {
  if (letter.letters.length === 0) return null
  return (
    <ul class="small" aria-label={t(lang, 'page.write.mails')}>
      {letter.letters.map((mail) => (
        <li class={isTroubled(mail.state) ? 'is-missed' : undefined}>
          {mailWords(mail, lang)}
          {mail.annexes.length > 0 && ` · ${mail.annexes.map((annex) => annex.name).join(', ')}`}
        </li>
      ))}
    </ul>
  )
}

/** Whom to turn to when the term has passed in silence or the answer is a refusal: each letter is ready. */
export function NextInstances({
  here,
  world,
  desk,
  letter,
  back,
}: {
  here: StaffHere
  world: FullWorld
  desk: DeskCase
  letter: ContactRow
  back: string
}) {
  const { lang, now } = here
  const { number, category } = desk.read.row.facts.case
  const { items } = proposeNext(letter, category, world, now)
  if (items.length === 0 || !desk.can.has('contacts')) return null
  return (
    <details class="deed">
      <summary>
        <span>{t(lang, 'page.write.higher')}</span>
      </summary>
      <div class="deed__body">
        <p class="quiet">{t(lang, 'page.write.higherHint')}</p>
        <ul>
          {items.map(({ instance, label, body }) => (
            <li>
              <a
                href={`${inLanguage(lang, `/desk/cases/${number}`)}?${back}&about=${letter.id}&instance=${instance}#contacts-form`}
              >
                {t(lang, 'page.write.next', { instance: label[lang], body: body.name[lang] })}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </details>
  )
}

/** What came with an answer; of one that came by mail, the mail itself, too: there it can be put elsewhere. */
export function ReplyFiles({ here: { lang }, reply }: { here: StaffHere; reply: ContactRow['replies'][number] }) {
  const { files, mail, mailFiles = [] } = reply
  if (files.length === 0 && mail === null) return null
  return (
    <ul>
      {files.map((file) => (
        <li>
          <a href={`/api/v1/cases/${file.number}/attachments/${file.id}`}>{file.name}</a>
        </li>
      ))}
      {mailFiles.map((file) => (
        <li>
          <a href={`/api/v1/inbox/${mail}/files/${file.n}`}>{file.name}</a>
        </li>
      ))}
      {mail !== null && (
        <li>
          <a href={inLanguage(lang, `/inbox/${mail}`)}>{t(lang, 'page.write.openMail')}</a>
        </li>
      )}
    </ul>
  )
}
