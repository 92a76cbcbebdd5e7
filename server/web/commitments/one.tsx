import type { CommitmentShown } from '../../../db/commitments.ts'
import { isOverdue } from '../../../shared/domain/clock.ts'
import { commitmentState } from '../../../shared/domain/commitment.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDue, formatInstant, formatLeft, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import type { FullWorld } from '../../world.ts'
import { ErrorSummary, type Faults, Input, TextArea } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { inLanguage } from '../here.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'

interface CommitmentProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly commitment: CommitmentShown
  /** Whether the reader may write down its outcome. */
  readonly works: boolean
  readonly faults: Faults
  readonly typed: { readonly on?: string; readonly note?: string; readonly why?: string }
  readonly done: boolean
}

/** `/commitments/{id}`: one promise, and what became of it. */
export function CommitmentPage({ here, world, commitment, works, faults, typed, done }: CommitmentProps) {
  const { lang, now } = here
  const { reference, roster } = world
  const { deadline, zone, id } = commitment
  const state = commitmentState(deadline)
  const owed = state === 'open' || state === 'missed'
  const who =
    commitment.body === null
      ? (reference.branch(commitment.branch ?? '')?.name[lang] ?? '')
      : (reference.body(commitment.body)?.name[lang] ?? commitment.body)
  const person = commitment.staff === null ? undefined : roster.person(commitment.staff)?.name
  const late = owed && isOverdue(deadline.dueAt, now)
  const rows: [string, string][] = [
    [t(lang, 'page.commitments.column.who'), [t(lang, `page.commitments.who.${commitment.who}`), who].join(': ')],
    ...(person ? ([[t(lang, 'page.commitments.column.person'), person]] as [string, string][]) : []),
    [t(lang, 'page.commitments.by'), formatDue(lang, zone, deadline.dueAt)],
    [t(lang, 'page.commitments.why'), explain(deadline.because, lang, reference)],
    [
      t(lang, 'page.commitments.source'),
      t(lang, `page.commitments.${commitment.source === 'found' ? 'found' : 'written'}`),
    ],
  ]
  return (
    <StaffLayout here={here} title={t(lang, 'page.commitments.one')} at="commitments" faulty={faults.size > 0}>
      <div class="wide section">
        <ErrorSummary lang={lang} faults={faults} />
        {done && (
          <Notice kind="met" said>
            <p>{t(lang, 'page.commitments.done')}</p>
          </Notice>
        )}
        <p class="row">
          <a class="number" href={inLanguage(lang, `/desk/cases/${commitment.number}`)}>
            {commitment.number}
          </a>
          <span class={`tag is-${state === 'kept' ? 'met' : late ? 'missed' : 'waiting'}`}>
            <span aria-hidden="true">{state === 'kept' ? '✓' : late ? '✕' : '○'}</span>
            {t(lang, `page.commitments.state.${late ? 'missed' : state}`)}
          </span>
          {owed && <span class="quiet">{formatLeft(lang, deadline.dueAt, now)}</span>}
        </p>
        <h1>{t(lang, 'page.commitments.one')}</h1>
        <p class="words lead">{commitment.text}</p>
        <dl class="facts">
          {rows.map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p class="quiet">
          {t(lang, 'page.commitments.recorded', {
            name: roster.person(commitment.createdBy)?.name ?? '',
            when: formatInstant(lang, zone, commitment.createdAt),
          })}
        </p>
        {owed && works && (
          <section aria-labelledby="outcome">
            <h2 id="outcome">{t(lang, 'page.commitments.outcome')}</h2>
            <div class="columns">
              <StaffForm here={here} action={`/commitments/${id}/outcome`} class="panel">
                <input type="hidden" name="outcome" value="kept" />
                {commitment.who === 'body' && (
                  <Input
                    lang={lang}
                    id="on"
                    faults={faults}
                    type="date"
                    label={t(lang, 'page.commitments.on')}
                    hint={t(lang, 'page.commitments.onHint')}
                    value={typed.on ?? localDate(zone, now)}
                  />
                )}
                <TextArea
                  lang={lang}
                  id="note"
                  faults={faults}
                  label={t(lang, 'page.commitments.note')}
                  value={typed.note ?? ''}
                  rows={2}
                  optional
                />
                <button class="button" type="submit">
                  {t(lang, 'page.commitments.keep')}
                </button>
              </StaffForm>
              <StaffForm here={here} action={`/commitments/${id}/outcome`} class="panel">
                <input type="hidden" name="outcome" value="withdrawn" />
                <TextArea
                  lang={lang}
                  id="why"
                  faults={faults}
                  label={t(lang, 'page.commitments.withdraw')}
                  hint={t(lang, 'page.commitments.withdrawHint')}
                  value={typed.why ?? ''}
                  rows={3}
                />
                <button class="button button--second" type="submit">
                  {t(lang, 'page.commitments.withdraw')}
                </button>
              </StaffForm>
            </div>
          </section>
        )}
        <p>
          <a href={inLanguage(lang, `/desk/cases/${commitment.number}`)}>{t(lang, 'page.commitments.toCase')}</a>
        </p>
      </div>
    </StaffLayout>
  )
}
