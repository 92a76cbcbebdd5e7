import type { ContactRow } from '../../../db/views/contacts.ts'
import { GRADES } from '../../../shared/domain/contact.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatDate, formatLeft, say, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { BesideReply } from '../commitments/beside.tsx'
import { Hidden } from '../components/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { dueWords } from '../steps.ts'
import type { DeskCase } from './case-read.ts'
import { bodyOptions } from './choices.ts'
import { LETTER_DEEDS, type LetterDeed } from './deeds.ts'
import { Choice, Deed, Line, type Opened, Sheet, Words } from './form.tsx'
import {
  FOLLOWING,
  isTroubled,
  Mails,
  mailWords,
  NextInstances,
  outcomesOf,
  ReplyFiles,
  suits,
} from './letter-parts.tsx'

interface LettersProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly desk: DeskCase
  readonly opened: Opened | null
  readonly done: string | null
  readonly back: string
}

/** The letters of the case with their terms and answers, and what has to be written down about them by hand. */
export function Letters(props: LettersProps) {
  const { here, world, desk } = props
  const { lang } = here
  const { letters } = desk
  return (
    <section aria-labelledby="letters">
      <h2 id="letters">{t(lang, 'page.desk.letters')}</h2>
      {letters.length === 0 && <p class="quiet">{t(lang, 'page.desk.lettersNone')}</p>}
      {letters.map((letter) => (
        <article class="letter">
          <h3>
            {t(lang, 'page.desk.letterTo', {
              body: world.reference.body(letter.body)?.name[lang] ?? letter.body,
              number: letter.outgoingNumber,
            })}
          </h3>
          <Standing here={here} letter={letter} />
          <Mails here={here} letter={letter} />
          <p class="words" lang={letter.language}>
            <strong>{letter.subject}</strong>
          </p>
          <details class="deed">
            <summary>{t(lang, 'page.desk.field.letter')}</summary>
            <p class="words deed__body" lang={letter.language}>
              {letter.text}
            </p>
          </details>
          {letter.replies.map((reply) => (
            <div class="reply">
              <p class="card__facts">
                <span>{formatDate(lang, localDate(letter.zone, reply.receivedAt), { weekday: 'short' })}</span>
                <span>
                  {reply.grade ? say(lang, `grade.${reply.grade}` as Key) : <b>{t(lang, 'page.desk.ungraded')}</b>}
                </span>
                {reply.incomingNumber && <span class="number">{reply.incomingNumber}</span>}
              </p>
              <p class="words">{reply.text}</p>
              <ReplyFiles here={here} reply={reply} />
              {desk.works && <LetterForm {...props} deed="grade" letter={letter} reply={reply.id} />}
              <BesideReply
                here={here}
                world={world}
                number={desk.read.row.facts.case.number}
                letter={letter}
                reply={reply}
                works={desk.works}
              />
            </div>
          ))}
          <NextInstances {...props} letter={letter} />
          {desk.works &&
            LETTER_DEEDS.filter((deed) => deed !== 'grade' && fits(deed, letter)).map((deed) => (
              <LetterForm {...props} deed={deed} letter={letter} />
            ))}
          {desk.works &&
            letter.letters
              .filter((mail) => mail.id !== letter.letter?.id && isTroubled(mail.state))
              .map((mail) => <LetterForm {...props} deed="delivery" letter={letter} mail={mail} />)}
        </article>
      ))}
    </section>
  )
}

function fits(deed: LetterDeed, letter: ContactRow): boolean {
  if (deed === 'delivery') return letter.delivery !== 'delivered'
  if (deed === 'replies') return letter.state !== 'withdrawn'
  if (deed === 'letters') return letter.letter?.state === 'sent' || letter.letter?.state === 'delivered'
  return letter.state === 'open'
}

function Standing({ here: { lang, now }, letter }: { here: StaffHere; letter: ContactRow }) {
  const { due } = letter
  return (
    <p class="card__facts">
      <span>{say(lang, `contactState.${letter.state}` as Key)}</span>
      <span>{say(lang, `contactChannel.${letter.channel}` as Key)}</span>
      <span>{say(lang, `delivery.${letter.delivery}` as Key)}</span>
      <span>{formatDate(lang, letter.sentOn, { weekday: 'short' })}</span>
      {letter.incomingNumber && <span class="number">{letter.incomingNumber}</span>}
      {due && (
        <span>
          {dueWords(lang, letter.zone, due.dueAt, now)} · {formatLeft(lang, due.dueAt, now)}
        </span>
      )}
    </p>
  )
}

function LetterForm({
  deed,
  letter,
  reply,
  mail,
  ...props
}: LettersProps & {
  deed: LetterDeed
  letter: ContactRow
  reply?: number
  /** One that followed the first under its number. */
  mail?: ContactRow['letters'][number]
}) {
  const { here, world, desk, opened, done, back } = props
  const { lang } = here
  const c = desk.read.row.facts.case
  // A letter has one form of each kind; what is said of a reply is said of that reply.
  const about = reply ?? mail?.id ?? letter.id
  const sheet = new Sheet(here, deed, opened, about)
  const today = localDate(c.zone, here.now)
  const pick = t(lang, 'page.desk.field.pick')
  const grades = GRADES.map((value) => ({ value, text: say(lang, `grade.${value}` as Key) }))
  const fields = () => {
    switch (deed) {
      case 'registration':
        return (
          <>
            <Line sheet={sheet} name="registeredOn" type="date" value={today} />
            <Line sheet={sheet} name="incomingNumber" />
          </>
        )
      case 'replies':
        return (
          <>
            <Line sheet={sheet} name="receivedOn" type="date" value={today} />
            <Line sheet={sheet} name="incomingNumber" optional />
            <Words sheet={sheet} name="text" />
            <Choice sheet={sheet} name="grade" empty={pick} options={grades} />
          </>
        )
      case 'grade':
        return (
          <>
            <Hidden values={{ reply: String(reply) }} />
            <Choice sheet={sheet} name="grade" empty={pick} options={grades} />
            <Words sheet={sheet} name="note" rows={2} optional />
          </>
        )
      case 'letters':
        return (
          <>
            <Choice
              sheet={sheet}
              name="purpose"
              empty={pick}
              options={FOLLOWING.filter((purpose) => suits(purpose, letter, here.now)).map((value) => ({
                value,
                text: t(lang, `letter.purpose.${value}`),
              }))}
            />
            <Words sheet={sheet} name="text" hint={t(lang, 'page.write.ownWordsHint')} optional />
          </>
        )
      case 'delivery':
        return (
          <>
            {mail && <Hidden values={{ letter: String(mail.id) }} />}
            {mail && <p class="quiet">{mailWords(mail, lang)}</p>}
            <Choice
              sheet={sheet}
              name="delivery"
              empty={pick}
              options={outcomesOf(mail ? mail.state : letter.delivery, (mail ?? letter.letter)?.state, lang)}
            />
            <Words sheet={sheet} name="note" rows={2} />
          </>
        )
      case 'extension':
        return (
          <>
            <Line sheet={sheet} name="until" type="date" />
            <Words sheet={sheet} name="reason" rows={2} />
          </>
        )
      default:
        return (
          <>
            <Choice sheet={sheet} name="body" empty={pick} options={bodyOptions(world, lang, c)} />
            <Line sheet={sheet} name="receivedOn" type="date" value={today} />
            <Line
              sheet={sheet}
              name="replyDueOn"
              type="date"
              optional
              hint={t(lang, 'page.desk.field.replyDueOnHint')}
            />
          </>
        )
    }
  }
  return (
    <Deed
      sheet={sheet}
      action={`/desk/cases/${c.number}/contacts/${letter.id}/${deed}`}
      back={back}
      number={c.number}
      done={done === `${deed}-${about}`}
    >
      {fields()}
    </Deed>
  )
}
