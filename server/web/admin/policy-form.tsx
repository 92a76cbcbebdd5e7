import type { PolicyRow } from '../../../db/policies.ts'
import { DEADLINE_KINDS, type DeadlineKind } from '../../../shared/domain/deadline.ts'
import { t } from '../../../shared/i18n/format.ts'
import { Checkbox, Hidden, Input, Select } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import { Entry, type Returned } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { AdminFrame } from './frame.tsx'
import { actionWords, rungName } from './ladder.tsx'
import { BASES, fieldsOf, NEW_ACTIONS, UNITS } from './policy-edit.ts'

export const GENERAL = [
  ['cutOff', 'time'],
  ['hour', 'time'],
  ['confirmationDays', 'text'],
  ['disputeDays', 'text'],
  ['briefAt', 'time'],
  ['quietFrom', 'time'],
  ['quietTo', 'time'],
] as const

export function EditPage({
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
