import type { ListedCase } from '../../../db/views/cases.ts'
import { LANGS, type Lang } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatNear, say, t } from '../../../shared/i18n/format.ts'
import { explain } from '../../because.ts'
import type { FullWorld } from '../../world.ts'
import { categoryGroups, districtGroups, regionOptions } from '../choices.ts'
import { Checkbox, ErrorSummary, type Faults, Input, Select, TextArea } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import { MapButton, Marked } from '../place/where.tsx'
import { PHONE_EXAMPLE, pointOf, type Typed } from '../report-form.ts'
import { StaffForm } from '../staff/form.tsx'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { Help } from './help.tsx'

export interface Call {
  readonly values: Typed
  readonly language: Lang
  readonly severity: string
}

interface PhoneProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly call: Call
  readonly faults: Faults
  /** The case just filed. */
  readonly filed: ListedCase | null
}

/** `/desk/new`: the questions in the order in which one asks them on the phone. */
export function PhonePage({ here, world, call, faults, filed }: PhoneProps) {
  const { lang } = here
  const { reference } = world
  const { values, language, severity } = call
  const own = reference.branch(here.me.branch)?.region ?? ''
  return (
    <StaffLayout here={here} title={t(lang, 'page.desk.phone.title')} at="desk" faulty={faults.size > 0}>
      <db-keys class="wide section">
        <p class="work__top">
          <a class="back" href={inLanguage(lang, '/desk')}>
            {t(lang, 'page.desk.back')}
          </a>
          <Help lang={lang} />
        </p>
        <ErrorSummary lang={lang} faults={faults} />
        {filed && <Filed here={here} world={world} filed={filed} />}
        <h1>{t(lang, filed ? 'page.desk.phone.again' : 'page.desk.phone.title')}</h1>
        <p class="quiet">{t(lang, 'page.desk.phone.lead')}</p>
        <db-draft name="desk-new" without="name phone email consent" clear={filed ? true : undefined}>
          <db-report
            suggestions={inLanguage(lang, '/report/suggestions')}
            data-located={t(lang, 'page.report.located', { place: '%' })}
          >
            <StaffForm here={here} action="/desk/new" class="phone">
              <input type="hidden" name="lat" value={values.lat} />
              <input type="hidden" name="lon" value={values.lon} />
              <div>
                <TextArea
                  lang={lang}
                  id="text"
                  label={t(lang, 'page.desk.phone.text')}
                  hint={t(lang, 'page.desk.phone.textHint')}
                  faults={faults}
                  value={values.text}
                  rows={6}
                />
                <div class="suggested" data-suggested aria-live="polite" />
                <Select
                  lang={lang}
                  id="category"
                  label={t(lang, 'page.report.topic')}
                  empty={t(lang, 'page.report.topicAuto')}
                  faults={faults}
                  value={values.category}
                  groups={categoryGroups(reference, lang)}
                />
                <Select
                  lang={lang}
                  id="severity"
                  label={t(lang, 'page.desk.phone.severity')}
                  empty={t(lang, 'page.desk.phone.severityAuto')}
                  value={severity}
                  options={['4', '3', '2', '1'].map((value) => ({
                    value,
                    text: say(lang, `severity.${value}` as Key),
                  }))}
                />
              </div>
              <div>
                <p class="row">
                  <MapButton lang={lang} />
                  <Marked lang={lang} reference={reference} point={pointOf(values)} />
                </p>
                <Select
                  lang={lang}
                  id="region"
                  label={t(lang, 'page.report.region')}
                  empty={t(lang, 'page.report.regionNone')}
                  faults={faults}
                  value={values.region || own}
                  options={regionOptions(reference, lang)}
                />
                <Select
                  lang={lang}
                  id="district"
                  label={t(lang, 'page.report.district')}
                  empty={t(lang, 'page.report.districtNone')}
                  faults={faults}
                  value={values.district}
                  groups={districtGroups(reference, lang)}
                />
                <Input
                  lang={lang}
                  id="address"
                  label={t(lang, 'page.report.address')}
                  hint={t(lang, 'page.report.addressHint')}
                  faults={faults}
                  value={values.address}
                  autocomplete="off"
                />
                <Checkbox
                  lang={lang}
                  id="publish"
                  label={t(lang, 'page.desk.phone.publish')}
                  hint={t(lang, 'page.desk.phone.publishHint')}
                  checked={values.publish !== ''}
                />
              </div>
              <div>
                <Input
                  lang={lang}
                  id="name"
                  optional
                  label={t(lang, 'page.desk.reporter.name')}
                  faults={faults}
                  value={values.name}
                  autocomplete="off"
                />
                <Input
                  lang={lang}
                  id="phone"
                  type="tel"
                  optional
                  label={t(lang, 'page.desk.reporter.phone')}
                  hint={t(lang, 'page.report.phoneHint', { example: PHONE_EXAMPLE })}
                  faults={faults}
                  value={values.phone}
                  autocomplete="off"
                />
                <Input
                  lang={lang}
                  id="email"
                  type="email"
                  optional
                  label={t(lang, 'page.desk.reporter.email')}
                  faults={faults}
                  value={values.email}
                  autocomplete="off"
                />
                <Checkbox
                  lang={lang}
                  id="consent"
                  label={t(lang, 'page.desk.phone.consent')}
                  faults={faults}
                  checked={values.consent !== ''}
                />
                <Select
                  lang={lang}
                  id="language"
                  label={t(lang, 'page.desk.phone.language')}
                  empty={t(lang, 'page.desk.field.pick')}
                  value={language}
                  options={LANGS.map((value) => ({ value, text: t(lang, `page.desk.inLanguage.${value}`) }))}
                />
                <button class="button" type="submit">
                  {t(lang, 'page.desk.phone.send')}
                </button>
              </div>
            </StaffForm>
          </db-report>
        </db-draft>
      </db-keys>
    </StaffLayout>
  )
}

/** What to say before the caller hangs up. */
function Filed({ here, world, filed }: { here: StaffHere; world: FullWorld; filed: ListedCase }) {
  const { lang, now } = here
  const response = filed.deadlines.filter((d) => d.kind === 'response').at(-1)
  return (
    <section class="panel filed" aria-labelledby="filed" id="filed-case" tabIndex={-1}>
      <h2 id="filed">
        {t(lang, 'page.desk.phone.done')}: {t(lang, 'page.desk.phone.read')}
      </h2>
      <p class="done__number">{filed.number}</p>
      <p class="lead">
        {t(lang, 'page.desk.phone.promise', { when: formatNear(lang, filed.zone, filed.respondBy, now) })}
      </p>
      {response && <p class="quiet">{explain(response.because, lang, world.reference)}</p>}
      {filed.inside && (
        <p>
          <a class="button button--second" href={inLanguage(lang, `/desk/cases/${filed.number}`)}>
            {t(lang, 'page.desk.phone.open')}
          </a>
        </p>
      )}
    </section>
  )
}
