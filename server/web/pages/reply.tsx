import { FORM_KINDS, type FormKind } from '../../../shared/domain/answer-form.ts'
import { LARGEST_FILE, MOST_FILES } from '../../../shared/domain/attachment.ts'
import { isOverdue } from '../../../shared/domain/clock.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, formatDue, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import { LARGEST_UPLOAD } from '../../cases/upload.ts'
import type { OpenLetter } from '../../contacts/answer.ts'
import type { FullWorld } from '../../world.ts'
import { type Fact, FactList } from '../components/fact-list.tsx'
import {
  ErrorSummary,
  type Faults,
  Hidden,
  Input,
  type OptionGroup,
  Radios,
  Select,
  TextArea,
} from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

export interface ReplyTyped {
  readonly kind?: string | undefined
  readonly text?: string | undefined
  readonly until?: string | undefined
  readonly to?: string | undefined
  readonly name?: string | undefined
  readonly passedOn?: string | undefined
  readonly incomingNumber?: string | undefined
  readonly registeredOn?: string | undefined
}

interface ReplyProps {
  readonly here: Here
  readonly letter: OpenLetter
  readonly world: FullWorld
  readonly token: string
  readonly faults: Faults
  readonly typed: ReplyTyped
  /** Files were chosen, and the browser has forgotten them. */
  readonly lostFiles?: boolean
}

const MB = 1_048_576

/** Where a body answers our letter without an account: the letter, and one form that works without scripts. */
export function ReplyPage({ here, letter, world, token, faults, typed, lostFiles }: ReplyProps) {
  const { lang } = here
  const { contact } = letter
  const body = world.reference.body(contact.body)?.name[lang] ?? contact.body
  return (
    <Layout here={here} title={t(lang, 'page.reply.title')} personal faulty={faults.size > 0}>
      <div class="wide section">
        <ErrorSummary lang={lang} faults={faults} />
        <h1>{t(lang, 'page.reply.title')}</h1>
        <p class="lead">{t(lang, 'page.reply.lead', { body })}</p>
        <Standing here={here} letter={letter} body={body} />
        <Letter here={here} letter={letter} world={world} body={body} />
        <form
          class="reply narrow"
          method="post"
          action={inLanguage(lang, `/reply/${token}`)}
          encType="multipart/form-data"
          novalidate
        >
          <Hidden values={{ _csrf: here.csrf }} />
          <Fields here={here} letter={letter} world={world} faults={faults} typed={typed} />
          <div class={`govuk-form-group${faults.has('files') ? ' govuk-form-group--error' : ''}`}>
            <label class="govuk-label" for="files">
              {t(lang, 'page.reply.files')} <span class="quiet small">({t(lang, 'page.frame.optional')})</span>
            </label>
            <div class="govuk-hint" id="files-hint">
              {t(lang, 'page.reply.filesHint', { n: MOST_FILES, size: LARGEST_FILE / MB, all: LARGEST_UPLOAD / MB })}
              {lostFiles && <strong> {t(lang, 'page.reply.filesAgain')}</strong>}
            </div>
            {faults.has('files') && (
              <p class="govuk-error-message" id="files-error">
                <span class="shade">{t(lang, 'page.frame.errorPrefix')}: </span>
                {faults.get('files')}
              </p>
            )}
            <input
              class="govuk-file-upload"
              id="files"
              name="files"
              type="file"
              multiple
              accept="application/pdf,image/jpeg,image/png,image/webp"
              aria-describedby={`files-hint${faults.has('files') ? ' files-error' : ''}`}
            />
          </div>
          <p class="quiet">{t(lang, 'page.reply.privacy')}</p>
          <button class="button" type="submit">
            {t(lang, 'page.reply.send')}
          </button>
        </form>
      </div>
    </Layout>
  )
}

/** What has become of the letter so far, as far as its addressee is concerned. */
function Standing({
  here,
  letter: { contact, passedOn },
  body,
}: Pick<ReplyProps, 'here' | 'letter'> & { body: string }) {
  const { lang, now } = here
  const { zone, due, state, replies } = contact
  const day = (at: number) => formatDate(lang, localDate(zone, at), { year: true })
  const waiting = replies.filter((r) => r.grade === null).at(-1)
  const notice =
    state === 'answered' && contact.answeredAt !== null
      ? t(lang, 'page.reply.answered', { date: day(contact.answeredAt) })
      : // What the body before has answered is not for the eyes of the one that has the letter now.
        passedOn
        ? t(lang, 'page.reply.passedOn', { body })
        : waiting
          ? t(lang, 'page.reply.waiting', { date: day(waiting.receivedAt) })
          : null
  const late = due !== null && isOverdue(due.dueAt, now)
  return (
    <>
      {notice && (
        <Notice>
          <p>{notice}</p>
        </Notice>
      )}
      {late && (
        <Notice kind="missed">
          <p>{t(lang, 'page.reply.termPassed', { due: formatDue(lang, zone, due.dueAt) })}</p>
        </Notice>
      )}
    </>
  )
}

/** Our letter as it went out; nothing of the case but what the letter says. */
function Letter({
  here,
  letter: { contact },
  world,
  body,
}: Pick<ReplyProps, 'here' | 'letter' | 'world'> & { body: string }) {
  const { lang } = here
  const { due, zone } = contact
  const from = world.reference.branch(contact.branch)?.name[lang] ?? contact.branch
  const facts: Fact[] = [
    [t(lang, 'page.reply.number'), contact.outgoingNumber],
    [t(lang, 'page.reply.sentOn'), formatDate(lang, contact.sentOn, { year: true })],
    [t(lang, 'page.reply.from'), from],
    [t(lang, 'page.reply.to'), body],
  ]
  return (
    <section class="panel" aria-labelledby="letter">
      <h2 id="letter">{t(lang, 'page.reply.letter')}</h2>
      <FactList facts={facts}>
        {due && (
          <div>
            <dt>{t(lang, 'page.reply.term')}</dt>
            <dd>
              <strong>{formatDue(lang, zone, due.dueAt)}</strong>
            </dd>
            <dd class="quiet small">{explain(due.because, lang, world.reference)}</dd>
          </div>
        )}
      </FactList>
      <h3 lang={contact.language}>{contact.subject}</h3>
      <p class="words" lang={contact.language}>
        {contact.text}
      </p>
    </section>
  )
}

function Fields({
  here,
  letter: { contact, rows },
  world,
  faults,
  typed,
}: Pick<ReplyProps, 'here' | 'letter' | 'world' | 'faults' | 'typed'>) {
  const { lang, now } = here
  const kinds: readonly FormKind[] =
    contact.state === 'open'
      ? FORM_KINDS.filter((k) => k !== 'extension' || contact.extendedUntil === null)
      : ['answer']
  const field = { lang, faults }
  return (
    <>
      {kinds.length > 1 ? (
        <Radios
          {...field}
          id="kind"
          label={t(lang, 'page.reply.kind')}
          hint={t(lang, 'page.reply.kindHint')}
          value={typed.kind ?? ''}
          options={kinds.map((kind) => ({ value: kind, text: t(lang, `page.reply.kinds.${kind}`) }))}
        />
      ) : (
        <Hidden values={{ kind: 'answer' }} />
      )}
      <TextArea
        {...field}
        id="text"
        label={t(lang, 'page.reply.text')}
        hint={t(lang, 'page.reply.textHint')}
        value={typed.text ?? ''}
        rows={9}
      />
      {kinds.includes('extension') && (
        <fieldset class="govuk-fieldset reply__extension">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">
            {t(lang, 'page.reply.onlyExtension')}
          </legend>
          <Input
            {...field}
            id="until"
            type="date"
            label={t(lang, 'page.reply.until')}
            hint={t(lang, 'page.reply.untilHint')}
            value={typed.until ?? ''}
          />
        </fieldset>
      )}
      {kinds.includes('redirect') && (
        <fieldset class="govuk-fieldset reply__redirect">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t(lang, 'page.reply.onlyRedirect')}</legend>
          <Select
            {...field}
            id="to"
            label={t(lang, 'page.reply.toBody')}
            empty={t(lang, 'page.reply.toBodyEmpty')}
            value={typed.to ?? ''}
            groups={bodyGroups(world, lang, rows[0]?.facts.case.region ?? null, contact.body)}
          />
          <Input
            {...field}
            id="name"
            label={t(lang, 'page.reply.toName')}
            value={typed.name ?? ''}
            maxLength={300}
            optional
          />
          <Input
            {...field}
            id="passedOn"
            type="date"
            label={t(lang, 'page.reply.passedDay')}
            value={typed.passedOn ?? localDate(contact.zone, now)}
          />
        </fieldset>
      )}
      <fieldset class="govuk-fieldset" aria-describedby="yours-hint">
        <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t(lang, 'page.reply.yours')}</legend>
        <p class="govuk-hint" id="yours-hint">
          {t(lang, 'page.reply.registeredHint')}
        </p>
        <Input
          {...field}
          id="incomingNumber"
          label={t(lang, 'page.reply.incomingNumber')}
          value={typed.incomingNumber ?? contact.incomingNumber ?? ''}
          maxLength={100}
          optional
        />
        <Input
          {...field}
          id="registeredOn"
          type="date"
          label={t(lang, 'page.reply.registeredOn')}
          value={typed.registeredOn ?? contact.registeredOn ?? ''}
          optional
        />
      </fieldset>
    </>
  )
}

/** Bodies of the place of the case, then those of the whole country; the addressee is not among them. */
function bodyGroups(world: FullWorld, lang: Here['lang'], region: string | null, not: string): OptionGroup[] {
  const options = (of: string | null) =>
    world.reference.bodies
      .filter((b) => b.active && b.region === of && b.id !== not)
      .map((b) => ({ value: b.id, text: b.name[lang] }))
      .sort((a, b) => a.text.localeCompare(b.text, lang))
  const name = region === null ? undefined : world.reference.region(region)?.name[lang]
  return [
    ...(region === null ? [] : [{ label: name ?? region, options: options(region) }]),
    { label: t(lang, 'page.reply.national'), options: options(null) },
  ]
}
