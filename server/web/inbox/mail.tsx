import type { InboxRow } from '../../../db/views/inbox.ts'
import { CENTRAL } from '../../../shared/domain/case.ts'
import { formatInstant } from '../../../shared/i18n/format.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { ErrorSummary, type Faults, Input, TextArea } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { inLanguage } from '../here.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { becauseOf, hintsOf, refusedOf, senderOf, sizeOf, subjectOf } from './words.ts'

interface MailProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly row: InboxRow
  readonly faults: Faults
  /** What was typed, when the page comes back with faults. */
  readonly typed: { readonly contact?: string; readonly number?: string; readonly reason?: string }
  readonly may: { readonly place: boolean; readonly dismiss: boolean; readonly takeBack: boolean }
}

/** `/inbox/{id}`: one mail, and the decision about it. */
export function MailPage({ here, world, row, faults, typed, may }: MailProps) {
  const { lang } = here
  const zone = world.branch(CENTRAL)?.zone ?? 'UTC'
  const when = (at: number) => formatInstant(lang, zone, at)
  const because = becauseOf(lang, row.reason)
  const { parsed } = row
  const waiting = row.state === 'held' || row.state === 'quarantined'
  const placeable = waiting || ['auto-reply', 'bounce', 'duplicate', 'discarded'].includes(row.state)
  const handler = row.handledBy === null ? undefined : world.roster.person(row.handledBy)?.name
  return (
    <StaffLayout here={here} title={subjectOf(lang, row)} at="inbox" faulty={faults.size > 0}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, '/inbox')}>
          {t(lang, 'page.inbox.back')}
        </a>
        <ErrorSummary lang={lang} faults={faults} />
        <h1>{subjectOf(lang, row)}</h1>
        <Notice kind={waiting ? 'soon' : 'waiting'}>
          <p>
            <strong>{t(lang, `page.inbox.state.${row.state === 'received' ? 'held' : row.state}`)}</strong>
            {because && ` · ${because}`}
          </p>
          {row.state === 'placed' && <p>{t(lang, 'page.inbox.becameReply', { number: row.outgoingNumber ?? '' })}</p>}
          {row.note && <p>{row.note}</p>}
          {handler && row.handledAt !== null && (
            <p class="small">{t(lang, 'page.inbox.handled', { name: handler, at: when(row.handledAt) })}</p>
          )}
        </Notice>
        <div class="columns">
          <section aria-labelledby="words">
            <h2 id="words">{t(lang, 'page.inbox.words')}</h2>
            <dl class="facts">
              <div>
                <dt>{t(lang, 'page.inbox.from')}</dt>
                <dd>{senderOf(lang, row)}</dd>
              </div>
              <div>
                <dt>{t(lang, 'page.inbox.to')}</dt>
                <dd class="mail__address">
                  {[...new Set([...row.envelopeTo, ...(parsed?.to ?? [])])].slice(0, 5).join(', ')}
                </dd>
              </div>
              <div>
                <dt>{t(lang, 'page.inbox.at')}</dt>
                <dd>{when(row.receivedAt)}</dd>
              </div>
            </dl>
            {parsed?.text ? (
              <div class="mail__words">{parsed.text}</div>
            ) : (
              <p class="quiet">{t(lang, 'page.inbox.noWords')}</p>
            )}
            {parsed?.cut && <p class="quiet">{t(lang, 'page.inbox.cut')}</p>}
            {parsed?.quoted && (
              <details>
                <summary>{t(lang, 'page.inbox.history')}</summary>
                <div class="mail__words quiet">{parsed.quoted}</div>
              </details>
            )}
            <Files here={here} row={row} />
          </section>
          <div>
            {placeable && may.place && <Placement here={here} world={world} row={row} faults={faults} typed={typed} />}
            {mayTakeBack(here, row, may.takeBack) && <TakeBack here={here} row={row} faults={faults} typed={typed} />}
            {waiting && may.dismiss && (
              <section class="panel" aria-labelledby="dismiss">
                <h2 id="dismiss">{t(lang, 'page.inbox.dismissTitle')}</h2>
                <StaffForm here={here} action={`/inbox/${row.id}/dismissal`}>
                  <TextArea
                    lang={lang}
                    id="reason"
                    rows={3}
                    label={t(lang, 'page.inbox.reason')}
                    hint={t(lang, 'page.inbox.reasonHint')}
                    faults={faults}
                    value={typed.reason ?? ''}
                  />
                  <button class="button button--second" type="submit">
                    {t(lang, 'page.inbox.dismiss')}
                  </button>
                </StaffForm>
              </section>
            )}
          </div>
        </div>
      </div>
    </StaffLayout>
  )
}

/** Whoever put it there, or somebody who leads, as long as nobody relies on the reply. */
function mayTakeBack({ me }: StaffHere, { state, grade, promised, handledBy }: InboxRow, works: boolean): boolean {
  if (!works || state !== 'placed' || grade !== null || promised) return false
  return (
    handledBy === null || handledBy === me.id || me.roles.some((role) => role === 'head' || role.startsWith('central'))
  )
}

/** Asked once: the form stands behind its name, and wants a reason. */
function TakeBack({ here, row, faults, typed }: Pick<MailProps, 'here' | 'row' | 'faults' | 'typed'>) {
  const { lang } = here
  return (
    <details class="deed" id="return" open={faults.has('reason') ? true : undefined}>
      <summary>
        <span>{t(lang, 'page.inbox.returnTitle')}</span>
      </summary>
      <div class="deed__body">
        <p>{t(lang, 'page.inbox.returnLead', { number: row.outgoingNumber ?? '' })}</p>
        <StaffForm here={here} action={`/inbox/${row.id}/return`}>
          <TextArea
            lang={lang}
            id="reason"
            rows={2}
            label={t(lang, 'page.inbox.reason')}
            faults={faults}
            value={typed.reason ?? ''}
          />
          <button class="button" type="submit">
            {t(lang, 'page.inbox.return')}
          </button>
        </StaffForm>
      </div>
    </details>
  )
}

function Files({ here: { lang }, row }: Pick<MailProps, 'here' | 'row'>) {
  const url = `/api/v1/inbox/${row.id}`
  return (
    <>
      {row.files.length > 0 && (
        <>
          <h2>{t(lang, 'page.inbox.files')}</h2>
          <ul>
            {row.files.map((file) => (
              <li>
                {file.refused === null ? <a href={`${url}/files/${file.n}`}>{file.name}</a> : file.name}{' '}
                <span class="quiet small">
                  {sizeOf(lang, file.size)}
                  {file.refused !== null && ` · ${refusedOf(lang, file)}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <a href={`${url}/raw`}>{t(lang, 'page.inbox.raw')}</a> <span class="quiet small">{sizeOf(lang, row.size)}</span>
      </p>
    </>
  )
}

/** Choosing a letter: the guesses, the likeliest first and none of them chosen, or another by its number. */
function Placement({ here, world, row, faults, typed }: Omit<MailProps, 'may'>) {
  const { lang } = here
  const fault = faults.get('contact')
  return (
    <section class="panel" aria-labelledby="guesses">
      <h2 id="guesses">{t(lang, 'page.inbox.guesses')}</h2>
      <StaffForm here={here} action={`/inbox/${row.id}/placement`}>
        <fieldset class="govuk-fieldset" aria-describedby={fault ? 'contact-error' : undefined}>
          <legend class="shade">{t(lang, 'page.inbox.guesses')}</legend>
          <p class="govuk-hint">{t(lang, row.guesses.length > 0 ? 'page.inbox.guessesHint' : 'page.inbox.noGuess')}</p>
          {fault && (
            <p class="govuk-error-message" id="contact-error">
              <span class="shade">{t(lang, 'page.frame.errorPrefix')}: </span>
              {fault}
            </p>
          )}
          <div class="govuk-radios" data-module="govuk-radios">
            {row.guesses.map((guess, n) => (
              <Choice
                here={here}
                world={world}
                guess={guess}
                id={n === 0 ? 'contact' : `contact-${n}`}
                chosen={typed.contact === String(guess.contact)}
              />
            ))}
          </div>
        </fieldset>
        <Input
          lang={lang}
          id={row.guesses.length === 0 && faults.has('contact') ? 'contact' : 'number'}
          name="number"
          label={t(lang, row.guesses.length > 0 ? 'page.inbox.other' : 'page.inbox.number')}
          hint={t(lang, 'page.inbox.numberHint')}
          optional={row.guesses.length > 0}
          faults={row.guesses.length > 0 ? faults : new Map([...faults].filter(([id]) => id === 'number'))}
          value={typed.number ?? ''}
          maxLength={60}
        />
        <p class="govuk-hint">{t(lang, 'page.inbox.placeHint')}</p>
        <button class="button" type="submit">
          {t(lang, 'page.inbox.place')}
        </button>
      </StaffForm>
    </section>
  )
}

interface ChoiceProps extends Pick<MailProps, 'here' | 'world'> {
  readonly guess: InboxRow['guesses'][number]
  readonly id: string
  readonly chosen: boolean
}

function Choice({ here: { lang }, world, guess, id, chosen }: ChoiceProps) {
  const zone = world.branch(CENTRAL)?.zone ?? 'UTC'
  const sent = t(lang, 'page.inbox.sentOn', {
    at: formatInstant(lang, zone, guess.sentAt),
    cases: guess.cases.slice(0, 5).join(', '),
  })
  return (
    <div class="govuk-radios__item">
      <input
        class="govuk-radios__input"
        id={id}
        name="contact"
        type="radio"
        value={String(guess.contact)}
        checked={chosen ? true : undefined}
        aria-describedby={`${id}-hint`}
      />
      <label class="govuk-label govuk-radios__label" for={id}>
        {guess.outgoingNumber} · {world.reference.body(guess.body)?.name[lang] ?? guess.body}
      </label>
      <div class="govuk-hint govuk-radios__hint" id={`${id}-hint`}>
        {guess.subject}. {sent} {hintsOf(lang, guess.hints)} ({t(lang, 'page.inbox.score', { n: guess.score })})
      </div>
    </div>
  )
}
