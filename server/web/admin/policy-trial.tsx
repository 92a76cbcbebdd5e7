import type { TrialView } from '../../../shared/contract/policy.ts'
import { DEADLINE_KINDS } from '../../../shared/domain/deadline.ts'
import { formatDate, formatNumber, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { Input } from '../components/form.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { Entry } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { mayDo } from './frame.tsx'
import type { OneProps } from './policy.tsx'

const PEOPLE = 15

export function TrialPart({ here, world, policy, returned }: OneProps) {
  const { lang, me } = here
  const entry = new Entry(here, 'trial', returned)
  const trial = policy.trial as TrialView | null
  return (
    <section aria-labelledby="trial">
      <h2 id="trial">{t(lang, 'page.admin.policy.trial')}</h2>
      <p class="quiet">{t(lang, 'page.admin.policy.trialLead')}</p>
      {mayDo('POST /admin/policies/:version/trial', me, lang) && (
        <StaffForm here={here} action={`/admin/policies/${policy.version}/trial`} id={entry.id}>
          <div class="fields">
            <Input
              {...entry.field('days', t(lang, 'page.admin.policy.trialDays'), '30')}
              inputMode="numeric"
              maxLength={3}
            />
          </div>
          <button class="button button--second" type="submit">
            {t(lang, 'page.admin.policy.trialRun')}
          </button>
        </StaffForm>
      )}
      {trial && <TrialResult here={here} world={world} trial={trial} hour={policy.data.briefAt} />}
    </section>
  )
}

function TrialResult({
  here: { lang },
  world,
  trial,
  hour,
}: {
  here: StaffHere
  world: FullWorld
  trial: TrialView
  hour: string
}) {
  const n = (value: number | undefined) => formatNumber(lang, value ?? 0)
  const date = (instant: string) => formatDate(lang, instant.slice(0, 10), { year: true })
  const { draft, active } = trial
  const kinds = DEADLINE_KINDS.filter((kind) =>
    [...draft.breaches, ...active.breaches].some((b) => b.deadline === kind),
  )
  const of = (outcome: TrialView['draft'], kind: string) => outcome.breaches.find((b) => b.deadline === kind)
  const people = draft.messages.people.slice(0, PEOPLE)
  const before = (id: number) => active.messages.people.find((p) => p.id === id)
  const gaps = draft.gaps.slice(0, PEOPLE)
  const both = (a: number | undefined, b: number | undefined) => `${n(a)} / ${n(b)}`
  const beside = `${t(lang, 'page.admin.policy.inDraft')} / ${t(lang, 'page.admin.policy.inActive')}`
  return (
    <>
      <p class="notice">
        {t(lang, 'page.admin.policy.trialDone', {
          from: date(trial.from),
          to: date(trial.to),
          cases: n(trial.cases),
          deadlines: n(trial.deadlines),
          against: trial.against,
        })}{' '}
        {!trial.complete && t(lang, 'page.admin.policy.trialPart')}
      </p>
      <h3 id="breaches">{t(lang, 'page.admin.policy.breaches')}</h3>
      <StackTable
        labelledBy="breaches"
        heads={['', 'judged', 'missedDraft', 'missedActive'].map((head) =>
          head === '' ? t(lang, 'page.admin.policy.rung') : t(lang, `page.admin.policy.${head as 'judged'}`),
        )}
        rows={kinds.map((kind) => [
          t(lang, `deadline.${kind}`),
          n(of(draft, kind)?.judged),
          n(of(draft, kind)?.missed),
          n(of(active, kind)?.missed),
        ])}
      />
      <h3 id="messages">{t(lang, 'page.admin.policy.messages', { hour })}</h3>
      <StackTable
        labelledBy="messages"
        heads={[
          t(lang, 'page.admin.policy.person'),
          `${t(lang, 'page.admin.policy.busiest')} (${beside})`,
          `${t(lang, 'page.admin.policy.total')} (${beside})`,
        ]}
        rows={[
          ...people.map((p) => [
            p.name,
            both(p.busiestMorning, before(p.id)?.busiestMorning),
            both(p.total, before(p.id)?.total),
          ]),
          [t(lang, 'page.admin.all'), '', both(draft.messages.total, active.messages.total)],
        ]}
      />
      <h3>{t(lang, 'page.admin.policy.gaps')}</h3>
      {gaps.length === 0 ? (
        <p class="quiet">{t(lang, 'page.admin.policy.noGaps')}</p>
      ) : (
        <ul class="plain">
          {gaps.map((gap) => (
            <li>
              {world.reference.branch(gap.branch)?.name[lang] ?? gap.branch}:{' '}
              <b>{t(lang, 'page.admin.policy.gapTimes', { n: gap.times })}</b>{' '}
              <span class="quiet">
                ({date(gap.first)} – {date(gap.last)})
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
