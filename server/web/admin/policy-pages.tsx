import { listPolicies, type PolicyRow } from '../../../db/policies.ts'
import { policyBody, type TrialView, trialBody } from '../../../shared/contract/policy.ts'
import { DEADLINE_KINDS, type DeadlineKind } from '../../../shared/domain/deadline.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, formatNumber, t } from '../../../shared/i18n/format.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { activate, draftPolicy, getPolicy, runTrial } from '../../policies/policies.ts'
import { HttpProblem } from '../../problem.ts'
import { zoneOf } from '../../staff/view.ts'
import type { FullWorld } from '../../world.ts'
import { Checkbox, Hidden, Input, Select } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import type { Shown } from '../pages.ts'
import { counted, Entry, filled, type Returned, tried } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import { keyedForm, type StaffAsked, type StaffHere, type StaffPages } from '../staff/pages.ts'
import { AdminFrame, mayDo, Sure } from './frame.tsx'
import { actionWords, LadderPart, rungName } from './ladder.tsx'
import { BASES, dataIn, fieldsOf, NEW_ACTIONS, UNITS } from './policy-edit.ts'

const PAGE = 50
const PEOPLE = 15
const LOOK = { draft: 'is-soon', active: 'is-met', retired: 'is-done' } as const
const MARK = { draft: '○', active: '✓', retired: '●' } as const

type Item = Omit<PolicyRow, 'data' | 'trial'>

/** `/admin/policies`: the ladders drawn, a draft made from a version, its trial on past cases, its activation. */
export function policyPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/admin/policies', async ({ here, world, form }) => {
    const { lang } = here
    const before = form.cursor ? readCursor('p', 1, form.cursor)[0]! : null
    const rows = await listPolicies(deps.sql, before, PAGE + 1)
    const shown = rows.slice(0, PAGE)
    const link = (cursor: string) => inLanguage(lang, `/admin/policies?cursor=${cursor}`)
    return {
      page: (
        <AdminFrame here={here} title={t(lang, 'page.admin.part.policies')} part="policies">
          <p class="lead">{t(lang, 'page.admin.policy.lead')}</p>
          <ul class="plain">
            {shown.map((p) => (
              <li>
                <a href={inLanguage(lang, `/admin/policies/${p.version}`)}>
                  {t(lang, 'page.admin.policy.version', { n: p.version })}
                </a>{' '}
                <State here={here} state={p.state} /> {p.note && <span>{p.note}</span>}{' '}
                <span class="quiet small">{story(here, world, p).join(' · ')}</span>
              </li>
            ))}
          </ul>
          <Pagination
            lang={lang}
            first={before === null ? null : inLanguage(lang, '/admin/policies')}
            next={rows.length > PAGE ? link(writeCursor('p', shown.at(-1)!.version)) : null}
          />
        </AdminFrame>
      ),
    }
  })

  staff.get('/admin/policies/:version', (asked) => showOne(asked, null))

  staff.post('/admin/policies/:version/trial', async (asked) => {
    const policy = await policyAsked(asked)
    keyedForm(asked)
    const labels = { days: t(asked.here.lang, 'page.admin.policy.trialDays') }
    const returned = await tried(asked, 'trial', labels, () => {
      const { days } = trialBody.parse(counted(asked.form, 'days'))
      return runTrial(deps, asked.request, policy.version, days)
    })
    return returned ? showOne(asked, returned) : { to: `/admin/policies/${policy.version}#trial` }
  })

  staff.post('/admin/policies/:version/activation', async (asked) => {
    const policy = await policyAsked(asked)
    keyedForm(asked)
    const returned = await tried(asked, 'activation', {}, () => activate(deps, asked.request, policy.version))
    return returned ? showOne(asked, returned) : { to: `/admin/policies/${policy.version}?activated=1` }
  })

  staff.get('/admin/policies/:version/edit', (asked) => showEdit(asked, null))

  staff.post('/admin/policies/:version/edit', async (asked) => {
    const { here, form, request } = asked
    const policy = await policyAsked(asked)
    keyedForm(asked)
    const { version: _, ...base } = policy.data
    let made = 0
    const word = (name: (typeof GENERAL)[number][0] | 'note') => t(here.lang, `page.admin.policy.${name}`)
    const labels = {
      ...Object.fromEntries(GENERAL.map(([name]) => [name, word(name)])),
      note: word('note'),
      form: t(here.lang, 'page.admin.policy.ladder', { deadline: t(here.lang, `deadline.${kindOf(form.kind)}`) }),
    }
    const returned = await tried(asked, 'policy', labels, async () => {
      const data = dataIn(form, base, kindOf(form.kind))
      const body = policyBody.parse({ data, ...filled(form, 'note') })
      made = (await draftPolicy(deps, request, body as never)).version
    })
    return returned ? showEdit(asked, returned) : { to: `/admin/policies/${made}` }
  })

  async function policyAsked({ params }: StaffAsked): Promise<PolicyRow> {
    if (!/^\d{1,9}$/.test(params.version ?? '')) throw new HttpProblem('not_found')
    return getPolicy(deps, Number(params.version))
  }

  async function showOne(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const policy = await policyAsked(asked)
    const { here, world, form } = asked
    return {
      page: (
        <OnePage
          here={here}
          world={world}
          policy={policy}
          returned={returned}
          asking={!returned && form.ask === 'activate'}
          activated={!returned && form.activated === '1'}
        />
      ),
      status: returned ? 422 : 200,
    }
  }

  async function showEdit(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const policy = await policyAsked(asked)
    const { here, form } = asked
    return {
      page: <EditPage here={here} policy={policy} kind={kindOf(form.kind)} returned={returned} />,
      status: returned ? 422 : 200,
    }
  }
}

const kindOf = (text: string | undefined): DeadlineKind => DEADLINE_KINDS.find((kind) => kind === text) ?? 'response'

/** Who made it, tried it and made it active, in words. */
function story({ lang }: StaffHere, { reference }: FullWorld, p: Item): string[] {
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

function State({ here: { lang }, state }: { here: StaffHere; state: PolicyRow['state'] }) {
  return (
    <span class={`tag ${LOOK[state]}`}>
      <span aria-hidden="true">{MARK[state]}</span> {t(lang, `page.admin.policy.states.${state}`)}
    </span>
  )
}

interface OneProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly policy: PolicyRow
  readonly returned: Returned | null
  readonly asking: boolean
  readonly activated: boolean
}

function OnePage(props: OneProps) {
  const { here, world, policy, returned, activated } = props
  const { lang, me } = here
  const { data } = policy
  const general: [string, string][] = [
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
        <State here={here} state={policy.state} /> {policy.note}
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
        <dl class="tallies">
          {general.map(([name, value]) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
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

function TrialPart({ here, world, policy, returned }: OneProps) {
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

const GENERAL = [
  ['cutOff', 'time'],
  ['hour', 'time'],
  ['confirmationDays', 'text'],
  ['disputeDays', 'text'],
  ['briefAt', 'time'],
  ['quietFrom', 'time'],
  ['quietTo', 'time'],
] as const

function EditPage({
  here,
  policy,
  kind,
  returned,
}: {
  here: StaffHere
  policy: PolicyRow
  kind: DeadlineKind
  returned: Returned | null
}) {
  const { lang } = here
  const { data, version } = policy
  const entry = new Entry(here, 'policy', returned)
  const at = `/admin/policies/${version}/edit`
  const held: Record<(typeof GENERAL)[number][0], string> = {
    cutOff: data.response.cutOff,
    hour: data.response.hour,
    confirmationDays: String(data.confirmationDays),
    disputeDays: String(data.disputeDays),
    briefAt: data.briefAt,
    quietFrom: data.quiet.from,
    quietTo: data.quiet.to,
  }
  const workingDays = entry.returned
    ? entry.returned.form['policy-workingDays'] === 'yes'
    : data.response.workingDaysOnly === true
  return (
    <AdminFrame
      here={here}
      title={t(lang, 'page.admin.policy.editTitle', { n: version })}
      back={{ to: `/admin/policies/${version}`, text: t(lang, 'page.admin.policy.version', { n: version }) }}
      faults={entry.faults}
    >
      <p class="lead">{t(lang, 'page.admin.policy.editHint')}</p>
      <form class="row" method="get" action={inLanguage(lang, at)}>
        <Select
          lang={lang}
          id="kind"
          label={t(lang, 'page.admin.policy.editKind')}
          empty={t(lang, 'page.admin.choose')}
          value={kind}
          options={DEADLINE_KINDS.map((value) => ({ value, text: t(lang, `deadline.${value}`) }))}
        />
        <button class="button button--second" type="submit">
          {t(lang, 'page.branch.show')}
        </button>
      </form>
      <StaffForm here={here} action={at} id={entry.id}>
        <Hidden values={{ kind }} />
        <section aria-labelledby="general">
          <h2 id="general">{t(lang, 'page.admin.policy.general')}</h2>
          <div class="fields">
            {GENERAL.map(([name, type]) => (
              <Input {...entry.field(name, t(lang, `page.admin.policy.${name}`), held[name])} type={type} />
            ))}
          </div>
          <Checkbox
            lang={lang}
            id="policy-workingDays"
            label={t(lang, 'page.admin.policy.workingDays')}
            checked={workingDays}
          />
        </section>
        <section aria-labelledby="rungs">
          <h2 id="rungs">{t(lang, 'page.admin.policy.ladder', { deadline: t(lang, `deadline.${kind}`) })}</h2>
          {(data.ladders[kind] ?? []).map((rung, i) => (
            <fieldset class="govuk-fieldset panel">
              <legend class="govuk-label">
                {i + 1}. {rungName(lang, rung)}
                {rung.severities &&
                  ` · ${t(lang, 'page.admin.policy.severities', { list: rung.severities.join(', ') })}`}
              </legend>
              <p class="quiet">{rung.actions.map((action) => actionWords(lang, action)).join('; ')}</p>
              <WhenRow here={here} entry={entry} name={`rung-${i}`} held={fieldsOf(rung)} />
              <label class="tick">
                <input
                  type="checkbox"
                  name={`rung-${i}-drop`}
                  value="yes"
                  checked={entry.value(`rung-${i}-drop`) === 'yes' ? true : undefined}
                />
                {t(lang, 'page.admin.policy.drop')}
              </label>
            </fieldset>
          ))}
          <fieldset class="govuk-fieldset panel">
            <legend class="govuk-label">{t(lang, 'page.admin.policy.newRung')}</legend>
            <div class="fields">
              <Input {...entry.field('new-name', t(lang, 'page.admin.policy.newName'))} optional maxLength={40} />
              <Select
                {...entry.field('new-action', t(lang, 'page.admin.policy.newAction'))}
                empty={t(lang, 'page.admin.choose')}
                options={Object.entries(NEW_ACTIONS).map(([value, action]) => ({
                  value,
                  text: actionWords(lang, action),
                }))}
              />
            </div>
            <WhenRow
              here={here}
              entry={entry}
              name="new"
              held={{ base: 'after', amount: 0, unit: 'hours', time: '10:00' }}
            />
          </fieldset>
        </section>
        <Input {...entry.field('note', t(lang, 'page.admin.policy.note'))} maxLength={1_000} />
        <button class="button" type="submit">
          {t(lang, 'page.admin.policy.saveDraft')}
        </button>
      </StaffForm>
    </AdminFrame>
  )
}

function WhenRow({
  here: { lang },
  entry,
  name,
  held,
}: {
  here: StaffHere
  entry: Entry
  name: string
  held: ReturnType<typeof fieldsOf>
}) {
  return (
    <div class="fields">
      <Select
        {...entry.field(`${name}-base`, t(lang, 'page.admin.policy.base'), held.base)}
        empty={t(lang, 'page.admin.choose')}
        options={BASES.map((value) => ({ value, text: t(lang, `page.admin.policy.bases.${value}`) }))}
      />
      <Input
        {...entry.field(`${name}-amount`, t(lang, 'page.admin.policy.amount'), String(held.amount))}
        inputMode="numeric"
        maxLength={6}
      />
      <Select
        {...entry.field(`${name}-unit`, t(lang, 'page.admin.policy.unit'), held.unit)}
        empty={t(lang, 'page.admin.choose')}
        options={UNITS.map((value) => ({ value, text: t(lang, `page.admin.policy.units.${value}`) }))}
      />
      <Input {...entry.field(`${name}-time`, t(lang, 'page.admin.policy.time'), held.time)} type="time" />
    </div>
  )
}
