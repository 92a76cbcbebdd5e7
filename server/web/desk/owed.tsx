import type { Deadline } from '../../../shared/domain/deadline.ts'
import type { LetterPurpose } from '../../../shared/domain/mailing.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatLeft, say, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import { mayEnd, OutcomeForms } from '../commitments/outcome.tsx'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'
import { dueWords } from '../steps.ts'
import type { DeskCase } from './case-read.ts'
import type { DeedName } from './deeds.ts'
import { fieldId } from './faults.ts'

interface OwedProps {
  readonly here: StaffHere
  readonly desk: DeskCase
  /** The filters of the queue, to come back to. */
  readonly back: string
}

type Owed = Pick<Deadline, 'id' | 'kind' | 'subject' | 'dueAt' | 'because'>

interface Way {
  readonly href: string
  readonly words: Parameters<typeof wordsOf>[1]
}

const wordsOf = (
  lang: StaffHere['lang'],
  name:
    | ('answer' | 'step' | 'grade' | 'delivery' | 'minutes' | 'sign' | 'replied')
    | ('order' | 'outcome' | 'help' | 'resolve'),
) => t(lang, `page.settle.${name}`)

/** Every open deadline with its hour, its reason and the way to settle it; a letter that may not have arrived before all. */
export function Owed({ here, desk, back }: OwedProps) {
  const { lang, now } = here
  const { reference } = desk.read.world
  const { zone } = desk.read.seen.case
  const open = desk.read.seen.deadlines.filter((d) => d.closedAt === null).sort((a, b) => a.dueAt - b.dueAt)
  const lost = troubledLetters(desk)
  if (open.length === 0 && lost.length === 0) return <p class="quiet">{t(lang, 'page.desk.owesNothing')}</p>
  const counted = open.filter((d) => d.kind !== 'response')
  return (
    <>
      <ul class="owed" aria-label={t(lang, 'page.desk.owes')}>
        {lost.map((letter) => (
          <li class="is-missed">
            <b>{troubleOf(letter, lang)}</b>
            <Do here={here} way={deed({ here, desk, back }, 'delivery', letter.id, 'delivery')} />
          </li>
        ))}
        {open.map((d) => (
          <li class={d.dueAt <= now ? 'is-missed' : undefined}>
            <b>{[say(lang, `deadline.${d.kind}` as Key), numberOf(desk, d)].filter(Boolean).join(' ')}</b>:{' '}
            {dueWords(lang, zone, d.dueAt, now)} · {formatLeft(lang, d.dueAt, now)}
            <Do here={here} way={wayOf({ here, desk, back }, d)} />
          </li>
        ))}
      </ul>
      {counted.length > 0 && (
        <details class="govuk-details">
          <summary class="govuk-details__summary">
            <span class="govuk-details__summary-text">{t(lang, 'page.desk.owesWhy')}</span>
          </summary>
          <ul>
            {counted.map((d) => (
              <li>
                <b>{say(lang, `deadline.${d.kind}` as Key)}</b>: {explain(d.because, lang, reference)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

/** Which letter is meant: a case may wait for several answers. */
const numberOf = ({ letters }: DeskCase, { kind, subject }: Pick<Owed, 'kind' | 'subject'>) =>
  kind === 'reply' ? letters.find(({ id }) => id === subject)?.outgoingNumber : undefined

function Do({ here: { lang }, way }: { here: StaffHere; way: Way | null }) {
  if (!way) return null
  return (
    <>
      {' '}
      <a class="owed__do" href={way.href}>
        {wordsOf(lang, way.words)}
      </a>
    </>
  )
}

interface Troubled {
  /** What its form is about: the contact, or a letter that followed the first. */
  readonly id: number
  readonly number: string
  readonly state: 'failed' | 'unknown'
  /** Null: the letter itself. */
  readonly purpose: LetterPurpose | null
}

function troubleOf({ number, state, purpose }: Troubled, lang: Lang): string {
  if (purpose === null) return t(lang, `page.settle.${state}`, { number })
  return t(lang, `page.settle.${state}Next`, { number, purpose: t(lang, `letter.purpose.${purpose}`) })
}

/** Letters that came back, or of which nobody knows whether they arrived; of those whose body has answered, none. */
function troubledLetters({ letters }: DeskCase): Troubled[] {
  return letters.flatMap(({ id, outgoingNumber: number, state, delivery, letter, letters: mails }): Troubled[] => {
    if (state !== 'open') return []
    if (delivery === 'failed' || delivery === 'unknown') return [{ id, number, state: delivery, purpose: null }]
    const last = mails.at(-1)
    if (last === undefined || last.id === letter?.id || (last.state !== 'failed' && last.state !== 'unknown')) return []
    return [{ id: last.id, number, state: last.state, purpose: last.purpose }]
  })
}

/** Where a deadline is settled; null for what only somebody else can do. */
function wayOf(props: OwedProps, d: Owed): Way | null {
  const { here, desk } = props
  const page = (path: string, words: Way['words']): Way => ({ href: inLanguage(here.lang, path), words })
  if (!desk.works) return null
  switch (d.kind) {
    case 'response':
      return desk.can.has('reaction') ? deed(props, 'reaction', undefined, 'answer') : null
    case 'reply':
      return desk.letters.some(({ id }) => id === d.subject) ? deed(props, 'replies', d.subject!, 'replied') : null
    case 'instruction':
      return page(`/instructions/${d.subject}`, 'order')
    case 'help':
      return page(`/help/${d.subject}`, 'help')
    case 'commitment':
      return { href: `#promise-${d.subject}`, words: 'outcome' }
    case 'confirmation':
      return desk.can.has('closure') ? deed(props, 'closure', undefined, 'sign') : null
    case 'overall':
      return desk.can.has('resolution') ? deed(props, 'resolution', undefined, 'resolve') : step(props)
    default:
      return actionWay(props, d, page)
  }
}

function actionWay(props: OwedProps, { subject, because }: Owed, page: (path: string, words: 'minutes') => Way) {
  const { desk } = props
  const { key, params } = because
  if (key === 'gradeOwed') return deed(props, 'grade', subject!, 'grade')
  if (key === 'meetingTerm') return page(`/meetings/${subject}`, 'minutes')
  if (key === 'signatureTerm') return desk.can.has('closure') ? deed(props, 'closure', undefined, 'sign') : null
  const letter = desk.letters.find(({ outgoingNumber }) => outgoingNumber === params.letter)
  if (letter && (key === 'letterLost' || key === 'letterUnknown')) return deed(props, 'delivery', letter.id, 'delivery')
  return step(props)
}

/** A dated step is kept by saying what was done, and by the date of the next. */
const step = (props: OwedProps) => (props.desk.can.has('updates') ? deed(props, 'updates', undefined, 'step') : null)

/** The page with the form of the deed open. */
function deed({ here, desk, back }: OwedProps, name: DeedName, letter: number | undefined, words: Way['words']): Way {
  const { number } = desk.read.seen.case
  const query = `${back ? `${back}&` : ''}do=${name}${letter === undefined ? '' : `-${letter}`}`
  return { href: `${inLanguage(here.lang, `/desk/cases/${number}`)}?${query}#${fieldId(name, 'form', letter)}`, words }
}

/** The promises of the case that are not settled, the latest first, each with its forms. */
export function Promises({ here, desk }: OwedProps) {
  const { lang, now } = here
  if (desk.promises.length === 0) return null
  return (
    <section aria-labelledby="promises">
      <h2 id="promises">{t(lang, 'page.settle.promises')}</h2>
      {desk.promises.map((promise) => {
        const late = promise.deadline.dueAt <= now
        return (
          <article class="letter" id={`promise-${promise.id}`} tabIndex={-1}>
            <p class="card__facts">
              <span class={`tag is-${late ? 'missed' : 'waiting'}`}>
                <span aria-hidden="true">{late ? '✕' : '○'}</span>
                {formatLeft(lang, promise.deadline.dueAt, now)}
              </span>
              <span>{dueWords(lang, promise.zone, promise.deadline.dueAt, now)}</span>
              <span>{t(lang, `page.commitments.who.${promise.who}`)}</span>
            </p>
            <p class="words">
              <a href={inLanguage(lang, `/commitments/${promise.id}`)}>{promise.text}</a>
            </p>
            {desk.works && mayEnd(here, promise) && (
              <OutcomeForms here={here} commitment={promise} from={desk.read.seen.case.number} />
            )}
          </article>
        )
      })}
    </section>
  )
}
