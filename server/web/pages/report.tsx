import type { ComponentChildren } from 'preact'
import type { HeldFile } from '../../../db/held-files.ts'
import { formatNear, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { categoryGroups, districtGroups, regionOptions } from '../choices.ts'
import { Calls } from '../components/danger.tsx'
import { Checkbox, ErrorSummary, type Faults, Hidden, Input, Select, TextArea } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { HeldPhotos, PhotoField } from '../components/photos.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import { MapButton, Marked, Picture } from '../place/where.tsx'
import { categoryOf, hasContacts, PHONE_EXAMPLE, placeOf, pointOf, type Typed } from '../report-form.ts'

interface FormProps {
  readonly here: Here
  readonly world: FullWorld
  readonly values: Typed
  readonly faults: Faults
  /** Photos that came with the form before. */
  readonly photos: readonly HeldFile[]
  /** A form nobody has sent yet: the browser may give it a key of its own, the page may come out of its store. */
  readonly fresh?: boolean
}

/** The questions of a report, on one page: what, where, and how to reach the reporter. */
export function ReportPage({ here, world, values, faults, photos, fresh }: FormProps) {
  const { lang } = here
  const { reference } = world
  const field = (id: string) => ({ lang, id, faults })
  return (
    <Layout here={here} title={t(lang, 'page.report.title')} at="report" faulty={faults.size > 0}>
      <aside class="danger" aria-labelledby="danger">
        <div class="wide row">
          <strong id="danger">{t(lang, 'page.report.dangerShort')}</strong>
          <Calls lang={lang} />
        </div>
      </aside>
      <div class="wide section">
        <ErrorSummary lang={lang} faults={faults} />
        <h1>{t(lang, 'page.report.title')}</h1>
        <p class="lead">{t(lang, 'page.report.lead')}</p>
        <db-draft name="report">
          <db-report
            suggestions={inLanguage(lang, '/report/suggestions')}
            data-locating={t(lang, 'page.report.locating')}
            data-located={t(lang, 'page.report.located', { place: '%' })}
            data-not-located={t(lang, 'page.report.notLocated')}
          >
            <form
              method="post"
              action={inLanguage(lang, '/report')}
              encType="multipart/form-data"
              novalidate
              autocomplete="on"
              data-new={fresh ? '' : undefined}
            >
              <Hidden values={{ key: values.key, _csrf: here.csrf }} />
              <fieldset class="question">
                <legend>{t(lang, 'page.report.what')}</legend>
                <TextArea
                  {...field('text')}
                  label={t(lang, 'page.report.what')}
                  unseenLabel
                  hint={t(lang, 'page.report.whatHint')}
                  value={values.text}
                  rows={6}
                />
                <div class="suggested" data-suggested aria-live="polite" />
                <Select
                  {...field('category')}
                  label={t(lang, 'page.report.topic')}
                  hint={t(lang, 'page.report.topicHint')}
                  empty={t(lang, 'page.report.topicAuto')}
                  value={values.category}
                  groups={categoryGroups(reference, lang)}
                />
              </fieldset>
              <fieldset class="question">
                <legend>{t(lang, 'page.report.where')}</legend>
                <p class="row">
                  <button class="button button--second" type="button" data-locate hidden>
                    {t(lang, 'page.report.locate')}
                  </button>
                  <MapButton lang={lang} />
                  <Marked lang={lang} reference={reference} point={pointOf(values)} />
                </p>
                <input type="hidden" name="lat" value={values.lat} />
                <input type="hidden" name="lon" value={values.lon} />
                <Select
                  {...field('region')}
                  label={t(lang, 'page.report.region')}
                  empty={t(lang, 'page.report.regionNone')}
                  value={values.region}
                  options={regionOptions(reference, lang)}
                />
                <Select
                  {...field('district')}
                  label={t(lang, 'page.report.district')}
                  optional
                  empty={t(lang, 'page.report.districtNone')}
                  value={values.district}
                  groups={districtGroups(reference, lang)}
                />
                <Input
                  {...field('address')}
                  label={t(lang, 'page.report.address')}
                  hint={t(lang, 'page.report.addressHint')}
                  optional
                  value={values.address}
                  maxLength={500}
                />
                <Checkbox
                  {...field('publish')}
                  label={t(lang, 'page.report.publish')}
                  hint={t(lang, 'page.report.publishHint')}
                  checked={values.publish !== ''}
                />
              </fieldset>
              <fieldset class="question">
                <legend>{t(lang, 'page.citizen.photos.title')}</legend>
                <PhotoField lang={lang} faults={faults} />
                <HeldPhotos here={here} photos={photos} draft={values.key} drop />
              </fieldset>
              <fieldset class="question">
                <legend>{t(lang, 'page.report.contact')}</legend>
                <p class="govuk-hint">{t(lang, 'page.report.contactHint')}</p>
                <details class="govuk-details" open={hasContacts(values) ? true : undefined}>
                  <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{t(lang, 'page.report.contactOpen')}</span>
                  </summary>
                  <div class="govuk-details__text">
                    <Input
                      {...field('name')}
                      label={t(lang, 'page.report.name')}
                      value={values.name}
                      autocomplete="name"
                      maxLength={200}
                    />
                    <Input
                      {...field('phone')}
                      type="tel"
                      label={t(lang, 'page.report.phone')}
                      hint={t(lang, 'page.report.phoneHint', { example: PHONE_EXAMPLE })}
                      value={values.phone}
                      autocomplete="tel"
                      inputMode="tel"
                      maxLength={40}
                    />
                    <Input
                      {...field('email')}
                      type="email"
                      label={t(lang, 'page.report.email')}
                      hint={t(lang, 'page.report.emailHint')}
                      value={values.email}
                      autocomplete="email"
                      inputMode="email"
                      maxLength={254}
                    />
                    <Checkbox
                      {...field('consent')}
                      label={t(lang, 'page.report.consent')}
                      checked={values.consent !== ''}
                    />
                  </div>
                </details>
              </fieldset>
              <button class="button button--big" type="submit" name="step" value="check">
                {t(lang, 'page.report.next')}
              </button>
            </form>
          </db-report>
        </db-draft>
      </div>
    </Layout>
  )
}

interface CheckProps {
  readonly here: Here
  readonly world: FullWorld
  readonly values: Typed
  readonly photos: readonly HeldFile[]
  /** When the answer is due if it is sent now, in the zone of the place. */
  readonly dueAt: number
  readonly zone: string
}

/** The answers once more, before they are sent. */
export function CheckPage({ here, world, values, photos, dueAt, zone }: CheckProps) {
  const { lang, now } = here
  const { reference } = world
  const category = categoryOf(values, reference)
  const found = reference.category(category.id)
  const place = placeOf(values, reference)
  const none = t(lang, 'page.report.notGiven')
  const where = [
    values.address,
    place.district && reference.district(place.district)?.name[lang],
    place.region && reference.region(place.region)?.name[lang],
  ]
  const words = where.filter(Boolean).join(', ')
  const point = pointOf(values)
  const rows: [string, string, ComponentChildren][] = [
    ['text', t(lang, 'page.report.what'), values.text],
    [
      'category',
      t(lang, 'page.report.topic'),
      `${found?.name[lang] ?? category.id}${category.found ? ` (${t(lang, 'page.report.suggested')})` : ''}`,
    ],
    [
      'region',
      t(lang, 'page.report.where'),
      <>
        {words || none}
        {point && (
          <div class="place">
            <Picture lang={lang} reference={reference} point={point} named={place.region} place={words} />
          </div>
        )}
      </>,
    ],
    [
      'photos',
      t(lang, 'page.citizen.photos.title'),
      photos.length > 0 ? (
        <HeldPhotos here={here} photos={photos} draft={values.key} />
      ) : (
        t(lang, 'page.citizen.photos.none')
      ),
    ],
    [
      'publish',
      t(lang, 'page.report.public'),
      t(lang, values.publish ? 'page.report.publicYes' : 'page.report.publicNo'),
    ],
    [
      'name',
      t(lang, 'page.report.contact'),
      [values.name, values.phone, values.email].filter(Boolean).join(', ') || none,
    ],
  ]
  const { key, ...answers } = values
  return (
    <Layout here={here} title={t(lang, 'page.report.checkTitle')} at="report" personal>
      <div class="wide section">
        <h1>{t(lang, 'page.report.checkTitle')}</h1>
        {found && found.severity === 4 && (
          <Notice kind="missed">
            <p>
              <strong>{t(lang, 'page.report.dangerFound')}</strong>
            </p>
            <div class="danger danger--inline">
              <Calls lang={lang} />
            </div>
          </Notice>
        )}
        <form method="post" action={inLanguage(lang, '/report')}>
          <Hidden values={{ key, _csrf: here.csrf, ...answers }} />
          <dl class="govuk-summary-list narrow">
            {rows.map(([id, name, value]) => (
              <div class="govuk-summary-list__row">
                <dt class="govuk-summary-list__key">{name}</dt>
                <dd class="govuk-summary-list__value words">{value}</dd>
                <dd class="govuk-summary-list__actions">
                  <button
                    class="button button--link"
                    type="submit"
                    name="step"
                    value="edit"
                    formAction={`${inLanguage(lang, '/report')}#${id}`}
                  >
                    {t(lang, 'page.report.change')}
                    <span class="shade">: {name}</span>
                  </button>
                </dd>
              </div>
            ))}
          </dl>
          <p class="lead">
            <strong>{t(lang, 'page.report.checkPromise', { when: formatNear(lang, zone, dueAt, now) })}</strong>
          </p>
          <button class="button button--big" type="submit" name="step" value="send">
            {t(lang, 'page.report.send')}
          </button>
        </form>
      </div>
    </Layout>
  )
}
