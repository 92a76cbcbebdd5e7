import type { CommitmentShown } from '../../../db/commitments.ts'
import { isOverdue } from '../../../shared/domain/clock.ts'
import { commitmentState } from '../../../shared/domain/commitment.ts'
import { formatDue, formatInstant, formatLeft, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import type { FullWorld } from '../../world.ts'
import { type Fact, FactList } from '../components/fact-list.tsx'
import { ErrorSummary, type Faults } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { mayEnd, OutcomeForms, type OutcomeTyped } from './outcome.tsx'

interface CommitmentProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly commitment: CommitmentShown
  /** Whether the reader may write down its outcome. */
  readonly works: boolean
  readonly faults: Faults
  readonly typed?: OutcomeTyped | undefined
  readonly done: boolean
}

/** `/commitments/{id}`: one promise, and what became of it. */
export function CommitmentPage({ here, world, commitment, works, faults, typed, done }: CommitmentProps) {
  const { lang, now } = here
  const { reference, roster } = world
  const { deadline, zone } = commitment
  const state = commitmentState(deadline)
  const owed = state === 'open' || state === 'missed'
  const who =
    commitment.body === null
      ? (reference.branch(commitment.branch ?? '')?.name[lang] ?? '')
      : (reference.body(commitment.body)?.name[lang] ?? commitment.body)
  const person = commitment.staff === null ? undefined : roster.person(commitment.staff)?.name
  const late = owed && isOverdue(deadline.dueAt, now)
  const keptLate = state === 'kept' && isOverdue(deadline.dueAt, deadline.closedAt ?? 0)
  const [look, mark] =
    state === 'kept'
      ? ['met', '✓']
      : late || state === 'broken'
        ? ['missed', '✕']
        : owed
          ? ['waiting', '○']
          : ['done', '●']
  const facts: Fact[] = [
    [t(lang, 'page.commitments.column.who'), [t(lang, `page.commitments.who.${commitment.who}`), who].join(': ')],
    person !== undefined && [t(lang, 'page.commitments.column.person'), person],
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
          <span class={`tag is-${look}`}>
            <span aria-hidden="true">{mark}</span>
            {t(lang, `page.commitments.state.${late ? 'missed' : keptLate ? 'keptLate' : state}`)}
          </span>
          {owed && <span class="quiet">{formatLeft(lang, deadline.dueAt, now)}</span>}
        </p>
        <h1>{t(lang, 'page.commitments.one')}</h1>
        <p class="words lead">{commitment.text}</p>
        <FactList facts={facts} />
        <p class="quiet">
          {t(lang, 'page.commitments.recorded', {
            name: roster.person(commitment.createdBy)?.name ?? '',
            when: formatInstant(lang, zone, commitment.createdAt),
          })}
        </p>
        {owed && works && mayEnd(here, commitment) && (
          <section aria-labelledby="outcome">
            <h2 id="outcome">{t(lang, 'page.commitments.outcome')}</h2>
            <OutcomeForms here={here} commitment={commitment} faults={faults} typed={typed} />
          </section>
        )}
        <p class="after">
          <a href={inLanguage(lang, `/desk/cases/${commitment.number}`)}>{t(lang, 'page.commitments.toCase')}</a>
        </p>
      </div>
    </StaffLayout>
  )
}
