import { z } from 'zod'
import { calendarBody, calendarDay } from '../../../shared/contract/policy.ts'
import { date as aDate, words } from '../../../shared/contract/text.ts'
import { LANGS } from '../../../shared/domain/text.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, formatDue, t } from '../../../shared/i18n/format.ts'
import { changeCalendar } from '../../catalogue/calendar.ts'
import { type CalendarEffect, effectOf } from '../../catalogue/effect.ts'
import { zoneOf } from '../../staff/view.ts'
import { Hidden, Input, Select } from '../components/form.tsx'
import { StackTable } from '../components/stack-table.tsx'
import type { FormBody } from '../form-body.ts'
import { inLanguage } from '../here.ts'
import type { Shown } from '../pages.ts'
import { Entry, filled, type Returned, tried, worded } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffAsked, StaffHere, StaffPages } from '../staff/pages.ts'
import { AdminFrame } from './frame.tsx'

const KINDS = ['off', 'working', 'plain'] as const
const SHOWN = 20

/** `/admin/calendar`: days that are not what their weekday says; what a change does is said before it is saved. */
export function calendarPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/admin/calendar', async (asked) => show(asked, null))

  staff.post('/admin/calendar', async (asked) => {
    const { here, form, request, world } = asked
    const word = (name: 'day' | 'kind' | 'note') => t(here.lang, `page.admin.calendar.${name}`)
    const labels = {
      date: word('day'),
      kind: word('kind'),
      note: word('note'),
      ...Object.fromEntries(LANGS.map((l) => [`name-${l}`, t(here.lang, `page.admin.name.${l}`)])),
    }
    let effect: CalendarEffect | null = null
    const returned = await tried(asked, 'day', labels, async () => {
      const body = bodyIn(form)
      if (form.step === 'save') await changeCalendar(deps, request, body)
      else effect = await effectOf(deps, world, body.days)
    })
    if (returned) return show(asked, returned)
    return effect ? { page: <EffectPage here={here} form={form} effect={effect} /> } : { to: '/admin/calendar?saved=1' }
  })

  async function show({ here, world, form }: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { lang, now } = here
    const { calendar } = world.reference
    const zone = zoneOf(world.reference, 'KZ')
    const today = localDate(zone, now)
    const entry = new Entry(here, 'day', returned)
    const days = Object.entries(calendar.days).sort(([a], [b]) => (a < b ? -1 : 1))
    const table = (id: 'future' | 'past', rows: typeof days) => (
      <StackTable
        labelledBy={id}
        heads={[
          t(lang, 'page.admin.calendar.day'),
          t(lang, 'page.admin.calendar.kind'),
          t(lang, 'page.admin.calendar.why'),
        ]}
        rows={rows.map(([date, day]) => [
          formatDate(lang, date, { weekday: 'short', year: true }),
          t(lang, `page.admin.calendar.${day.kind}`),
          day.name[lang],
        ])}
      />
    )
    return {
      page: (
        <AdminFrame
          here={here}
          title={t(lang, 'page.admin.part.calendar')}
          part="calendar"
          faults={entry.faults}
          saved={!returned && form.saved === '1'}
        >
          <p class="lead">{t(lang, 'page.admin.calendar.lead')}</p>
          <p class="quiet">
            {t(lang, 'page.admin.calendar.version', {
              n: calendar.version,
              date: formatDate(lang, localDate(zone, Date.parse(calendar.createdAt)), { year: true }),
            })}
            {` · ${calendar.createdBy === null ? t(lang, 'page.admin.policy.shipped') : calendar.note}`}
          </p>
          <section aria-labelledby="change">
            <h2 id="change">{t(lang, 'page.admin.calendar.change')}</h2>
            <StaffForm here={here} action="/admin/calendar" id={entry.id}>
              <div class="fields">
                <Input {...entry.field('date', t(lang, 'page.admin.calendar.day'))} type="date" />
                <Select
                  {...entry.field('kind', t(lang, 'page.admin.calendar.kind'))}
                  empty={t(lang, 'page.admin.choose')}
                  options={KINDS.map((value) => ({ value, text: t(lang, `page.admin.calendar.${value}`) }))}
                />
                {LANGS.map((l) => (
                  <Input {...entry.field(`name-${l}`, t(lang, `page.admin.name.${l}`))} maxLength={200} />
                ))}
                <Input {...entry.field('note', t(lang, 'page.admin.calendar.note'))} maxLength={500} />
              </div>
              <button class="button" type="submit">
                {t(lang, 'page.admin.calendar.check')}
              </button>
            </StaffForm>
          </section>
          <section>
            <h2 id="future">{t(lang, 'page.admin.calendar.future')}</h2>
            {table(
              'future',
              days.filter(([date]) => date >= today),
            )}
          </section>
          <details class="adding">
            <summary id="past">{t(lang, 'page.admin.calendar.past')}</summary>
            <div class="adding__body">
              {table(
                'past',
                days.filter(([date]) => date < today),
              )}
            </div>
          </details>
        </AdminFrame>
      ),
      status: returned ? 422 : 200,
    }
  }
}

const dayFields = z.object({ date: aDate, kind: z.enum(KINDS), note: words(500) })

/** One day of the form as the API's body. Throws ZodError; a date that is none is a fault of the field `date`. */
function bodyIn(form: FormBody) {
  const { date, kind, note } = filled(form, 'date', 'kind', 'note')
  dayFields.parse({ date, kind, note })
  return calendarBody.parse({
    days: { [date!]: kind === 'plain' ? null : calendarDay.parse({ kind, name: worded(form, 'name') }) },
    note,
  })
}

function EffectPage({ here, form, effect }: { here: StaffHere; form: FormBody; effect: CalendarEffect }) {
  const { lang } = here
  const { moved, looked } = effect
  const date = form.date?.trim() ?? ''
  const hidden = Object.fromEntries(
    ['date', 'kind', 'note', ...LANGS.map((l) => `name-${l}`)].map((name) => [name, form[name]]),
  )
  return (
    <AdminFrame
      here={here}
      title={t(lang, 'page.admin.calendar.effectTitle')}
      back={{ to: '/admin/calendar', text: t(lang, 'page.admin.part.calendar') }}
    >
      <p class="lead">
        {formatDate(lang, date, { weekday: 'long', year: true })}:{' '}
        {t(lang, `page.admin.calendar.${form.kind as (typeof KINDS)[number]}`)}
      </p>
      <p class={`notice ${moved.length > 0 ? 'notice--soon' : 'notice--met'}`}>
        {moved.length === 0
          ? t(lang, 'page.admin.calendar.effectNone')
          : t(lang, 'page.admin.calendar.effect', { n: moved.length })}
        {looked !== null && ` ${t(lang, 'page.admin.calendar.effectSome', { n: looked })}`}
      </p>
      {moved.length > 0 && (
        <>
          <h2 id="moved" class="shade">
            {t(lang, 'page.admin.calendar.effectTitle')}
          </h2>
          <StackTable
            labelledBy="moved"
            heads={[
              t(lang, 'page.admin.calendar.case'),
              t(lang, 'page.admin.calendar.from'),
              t(lang, 'page.admin.calendar.to'),
            ]}
            rows={moved
              .slice(0, SHOWN)
              .map((m) => [m.case, formatDue(lang, m.zone, m.from), formatDue(lang, m.zone, m.to)])}
          />
        </>
      )}
      <StaffForm here={here} action="/admin/calendar">
        <Hidden values={{ ...hidden, step: 'save' }} />
        <div class="row">
          <button class="button" type="submit">
            {t(lang, 'page.admin.calendar.confirm')}
          </button>
          <a class="button button--second" href={inLanguage(lang, '/admin/calendar')}>
            {t(lang, 'page.admin.keep')}
          </a>
        </div>
      </StaffForm>
    </AdminFrame>
  )
}
