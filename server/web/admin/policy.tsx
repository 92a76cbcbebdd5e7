import type { PolicyRow } from '../../../db/policies.ts'
import { DEADLINE_KINDS } from '../../../shared/domain/deadline.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, t } from '../../../shared/i18n/format.ts'
import { zoneOf } from '../../staff/view.ts'
import type { FullWorld } from '../../world.ts'
import { type Fact, FactList } from '../components/fact-list.tsx'
import { inLanguage } from '../here.ts'
import type { Returned } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { AdminFrame, mayDo, Sure } from './frame.tsx'
import { LadderPart } from './ladder.tsx'
import { TrialPart } from './policy-trial.tsx'

const LOOK = { draft: 'is-soon', active: 'is-met', retired: 'is-done' } as const

const MARK = { draft: '○', active: '✓', retired: '●' } as const

type Item = Omit<PolicyRow, 'data' | 'trial'>

/** Who made it, tried it and made it active, in words. */
export function story({ lang }: StaffHere, { reference }: FullWorld, p: Item): string[] {
  const zone = zoneOf(reference, 'KZ')
  const date = (at: number) => formatDate(lang, localDate(zone, at), { year: true })
  return [
    p.createdByName === null
      ? t(lang, 'page.admin.policy.shipped')
      : t(lang, 'page.admin.policy.by', { name: p.createdByName, date: date(p.createdAt) }),
    ...(p.activatedByName !== null && p.activatedAt !== null
      ? [t(lang, 'page.admin.policy.activatedBy', { name: p.activatedByName, date: date(p.activatedAt) })]
      : []),
  ]
}

export function State({ here: { lang }, state }: { here: StaffHere; state: PolicyRow['state'] }) {
  return (
    <span class={`tag ${LOOK[state]}`}>
      <span aria-hidden="true">{MARK[state]}</span> {t(lang, `page.admin.policy.states.${state}`)}
    </span>
  )
}

export interface OneProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly policy: PolicyRow
  readonly returned: Returned | null
  readonly asking: boolean
  readonly activated: boolean
}

export function OnePage(props: OneProps) {
  const { here, world, policy, returned, activated } = props
  const { lang, me } = here
  const { data } = policy
  const general: Fact[] = [
    [t(lang, 'page.admin.policy.cutOff'), data.response.cutOff],
    [t(lang, 'page.admin.policy.hour'), data.response.hour],
    [
      t(lang, 'page.admin.policy.workingDays'),
      t(lang, data.response.workingDaysOnly ? 'page.admin.yes' : 'page.admin.no'),
    ],
    [t(lang, 'page.admin.policy.confirmationDays'), String(data.confirmationDays)],
    [t(lang, 'page.admin.policy.disputeDays'), String(data.disputeDays)],
    [t(lang, 'page.admin.policy.briefAt'), data.briefAt],
    [t(lang, 'page.admin.policy.quietFrom'), data.quiet.from],
    [t(lang, 'page.admin.policy.quietTo'), data.quiet.to],
  ]
  const edits = mayDo('GET /admin/policies/:version/edit', me, lang)
  return (
    <AdminFrame
      here={here}
      title={t(lang, 'page.admin.policy.version', { n: policy.version })}
      back={{ to: '/admin/policies', text: t(lang, 'page.admin.part.policies') }}
      {...(returned ? { faults: returned.faults } : {})}
    >
      {activated && (
        <p class="notice notice--met" role="status">
          {t(lang, 'page.admin.policy.activated')}
        </p>
      )}
      <p>
        <State here={here} state={policy.state} /> {policy.createdBy !== null && policy.note}
      </p>
      <p class="quiet">{story(here, world, policy).join(' · ')}</p>
      {edits && (
        <p>
          <a class="button button--second" href={inLanguage(lang, `/admin/policies/${policy.version}/edit`)}>
            {t(lang, 'page.admin.policy.edit')}
          </a>
        </p>
      )}
      <section aria-labelledby="general">
        <h2 id="general">{t(lang, 'page.admin.policy.general')}</h2>
        <FactList facts={general} look="tallies" />
      </section>
      <h2>{t(lang, 'page.admin.part.policies')}</h2>
      {DEADLINE_KINDS.filter((kind) => data.ladders[kind]).map((kind) => (
        <LadderPart lang={lang} policy={data} kind={kind} />
      ))}
      <TrialPart {...props} />
      {policy.state === 'draft' && <ActivationPart {...props} />}
    </AdminFrame>
  )
}

function ActivationPart({ here, policy, asking }: OneProps) {
  const { lang, me } = here
  const at = `/admin/policies/${policy.version}`
  const hindrance = !policy.trial
    ? 'needTrial'
    : policy.createdBy === me.id
      ? 'needOther'
      : !mayDo('POST /admin/policies/:version/activation', me, lang)
        ? 'needHead'
        : null
  return (
    <section aria-labelledby="activation">
      <h2 id="activation">{t(lang, 'page.admin.policy.activation')}</h2>
      <p class="quiet">{t(lang, 'page.admin.policy.activationHint')}</p>
      {hindrance ? (
        <p class="notice notice--soon">{t(lang, `page.admin.policy.${hindrance}`)}</p>
      ) : asking ? (
        <Sure lang={lang} words={t(lang, 'page.admin.policy.activateAsk', { n: policy.version })} no={at}>
          <StaffForm here={here} action={`${at}/activation`} id="activation-form">
            <button class="button" type="submit">
              {t(lang, 'page.admin.policy.activateYes')}
            </button>
          </StaffForm>
        </Sure>
      ) : (
        <a class="button" id="activation-form" href={`${inLanguage(lang, `${at}?ask=activate`)}#question`}>
          {t(lang, 'page.admin.policy.activate')}
        </a>
      )}
    </section>
  )
}
