import type { ComponentChildren } from 'preact'
import type { Person } from '../../../shared/domain/people.ts'
import type { Span } from '../../../shared/domain/roster.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import {
  formatDate,
  formatInstant,
  formatList,
  formatNear,
  formatTime,
  formatWeekday,
  t,
} from '../../../shared/i18n/format.ts'
import type { ReferenceBranch } from '../../reference.ts'
import { Input, Select } from '../components/form.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import { Entry, type Returned } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { aboutBranch, partPath, Question } from './frame.tsx'
import { FARTHEST, type RosterDay, type RosterView, WEEKS } from './roster-read.ts'

/** What is about to be taken away: the question stands at the top of the page. */
export interface Asking {
  readonly what: 'duty' | 'rotation' | 'absence'
  readonly id: number
}

interface RosterProps {
  readonly here: StaffHere
  readonly branch: ReferenceBranch
  readonly roster: RosterView
  readonly may: boolean
  readonly asking: Asking | null
  readonly returned: Returned | null
  readonly done: boolean
}

const MEMBERS = 6
const options = (people: readonly Person[]) => people.map((p) => ({ value: String(p.id), text: p.name }))

/** Gaps first, then four weeks, then what makes them: shifts, rotations, absences. */
export function RosterPart(props: RosterProps) {
  const { here, branch, roster, asking, done } = props
  const { lang } = here
  return (
    <>
      {done && (
        <p class="notice notice--met" role="status">
          {t(lang, 'page.branch.roster.done')}
        </p>
      )}
      {asking && <Ask {...props} asking={asking} />}
      <Gaps {...props} />
      <Weeks here={here} branch={branch} roster={roster} />
      <Shifts {...props} />
      <Rotations {...props} />
      <Absences {...props} />
    </>
  )
}

const gapWords = ({ here, branch }: Pick<RosterProps, 'here' | 'branch'>, { from, to }: Span) =>
  t(here.lang, 'page.branch.roster.gap', {
    from: formatNear(here.lang, branch.zone, from, here.now),
    to: formatNear(here.lang, branch.zone, to, here.now),
  })

function Gaps(props: RosterProps) {
  const { here, branch, roster, may } = props
  const { lang } = here
  const link = ({ from, to }: Span) =>
    `${inLanguage(lang, partPath('roster', branch.code, { from: localMoment(branch.zone, from), to: localMoment(branch.zone, to) }))}#duty-form`
  return (
    <section aria-labelledby="gaps">
      <h2 id="gaps">{t(lang, 'page.branch.roster.gaps')}</h2>
      {!roster.kept ? (
        <p class="notice">{t(lang, 'page.branch.roster.notKept')}</p>
      ) : roster.gaps.length === 0 ? (
        <p class="notice notice--met">✓ {t(lang, 'page.branch.roster.noGaps')}</p>
      ) : (
        <ul class="notice notice--missed gaps">
          {roster.gaps.map((gap) => (
            <li>
              <span>
                ✕ <b>{gapWords(props, gap)}</b>
              </span>
              {may && (
                <a class="no-print" href={link(gap)}>
                  {t(lang, 'page.branch.roster.fill')}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** 'YYYY-MM-DDTHH:MM', as a field for date and time has it. */
export const localMoment = (zone: string, at: number) => `${localDate(zone, at)}T${formatTime(zone, at)}`

function Weeks({ here, branch, roster }: Pick<RosterProps, 'here' | 'branch' | 'roster'>) {
  const { lang } = here
  const link = (week: number) => inLanguage(lang, partPath('roster', branch.code, { week: String(week) }))
  return (
    <section aria-labelledby="weeks">
      <h2 id="weeks">{t(lang, 'page.branch.roster.calendar', { n: WEEKS })}</h2>
      <ol class="days">
        {roster.days.map((day) => (
          <Day here={here} branch={branch} day={day} />
        ))}
      </ol>
      <p class="row no-print">
        {roster.week > -FARTHEST && (
          <a href={link(Math.max(-FARTHEST, roster.week - WEEKS))} rel="prev">
            ← {t(lang, 'page.branch.roster.earlier')}
          </a>
        )}
        {roster.week < FARTHEST && (
          <a href={link(Math.min(FARTHEST, roster.week + WEEKS))} rel="next">
            {t(lang, 'page.branch.roster.later')} →
          </a>
        )}
      </p>
    </section>
  )
}

function Day({ here: { lang }, branch: { zone }, day }: Pick<RosterProps, 'here' | 'branch'> & { day: RosterDay }) {
  const hours = (span: Span) => {
    const start = localDate(zone, span.from) === day.date ? formatTime(zone, span.from) : '00:00'
    const end = localDate(zone, span.to) === day.date ? formatTime(zone, span.to) : '24:00'
    return start === '00:00' && end === '24:00' ? '' : `${start}–${end}`
  }
  const look = day.past ? ' is-past' : day.gaps.length > 0 ? ' is-gap' : ''
  return (
    <li class={`day${look}${day.today ? ' is-today' : ''}`} aria-current={day.today ? 'date' : undefined}>
      <p class="day__date">
        {formatWeekday(lang, day.date, 'short')}, {formatDate(lang, day.date)}
      </p>
      {day.shifts.map((s) => (
        <p class="day__shift">
          {s.staffName} <span class="quiet">{hours(s)}</span>
        </p>
      ))}
      {day.gaps.map((g) => (
        <p class="day__gap">
          ✕ {t(lang, 'page.branch.roster.nobody')} {hours(g)}
        </p>
      ))}
      {day.away.length > 0 && (
        <p class="day__away">{t(lang, 'page.branch.roster.away', { names: formatList(lang, day.away) })}</p>
      )}
    </li>
  )
}

function Shifts({ here, branch, roster, may, returned }: RosterProps) {
  const { lang } = here
  const { code, zone } = branch
  const entry = new Entry(here, 'duty', returned)
  const { from = '', to = '' } = Object.fromEntries(new URLSearchParams(here.path.split('?')[1] ?? ''))
  const heads = ['person', 'from', 'to', ...(may ? ['deed' as const] : [])] as const
  return (
    <section aria-labelledby="shifts">
      <h2 id="shifts">{t(lang, 'page.branch.roster.shifts')}</h2>
      {roster.shifts.length === 0 ? (
        <p class="quiet">{t(lang, 'page.branch.roster.noShifts')}</p>
      ) : (
        <StackTable
          labelledBy="shifts"
          heads={heads.map((head) => t(lang, `page.branch.roster.${head}`))}
          rows={roster.shifts.map((s) => [
            <span>
              {s.staffName}
              {s.swappedFromName && (
                <span class="quiet small"> · {t(lang, 'page.branch.roster.swapped', { name: s.swappedFromName })}</span>
              )}
              {s.rotation !== null && <span class="quiet small"> · {t(lang, 'page.branch.roster.byRotation')}</span>}
            </span>,
            formatInstant(lang, zone, s.from),
            formatInstant(lang, zone, s.to),
            ...(may
              ? [
                  <span class="deeds-in-row no-print">
                    <Swap here={here} code={code} id={s.id} roster={roster} staff={s.staff} returned={returned} />
                    <a href={`${inLanguage(lang, partPath('roster', code, { ask: `duty:${s.id}` }))}#question`}>
                      {t(lang, 'page.branch.roster.remove')}
                      <span class="shade">
                        : {s.staffName}, {formatInstant(lang, zone, s.from)}
                      </span>
                    </a>
                  </span>,
                ]
              : []),
          ])}
        />
      )}
      {may && (
        <Adding title={t(lang, 'page.branch.roster.add')} open={entry.returned !== undefined || from !== ''} id="duty">
          <StaffForm here={here} action={aboutBranch('/branch/duty', code)} id={entry.id}>
            <p class="quiet">{t(lang, 'page.branch.roster.time')}</p>
            <div class="fields">
              <Select
                {...entry.field('staff', t(lang, 'page.branch.roster.person'))}
                empty={t(lang, 'page.branch.board.choose')}
                options={options(roster.people)}
              />
              <Input {...entry.field('from', t(lang, 'page.branch.roster.from'), from)} type="datetime-local" />
              <Input {...entry.field('to', t(lang, 'page.branch.roster.to'), to)} type="datetime-local" />
            </div>
            <button class="button" type="submit">
              {t(lang, 'page.branch.roster.addDo')}
            </button>
          </StaffForm>
        </Adding>
      )}
    </section>
  )
}

function Swap({
  here,
  code,
  id,
  roster,
  staff,
  returned,
}: Pick<RosterProps, 'here' | 'roster' | 'returned'> & { code: string; id: number; staff: number }) {
  const { lang } = here
  const entry = new Entry(here, `swap-${id}`, returned)
  return (
    <details class="inline" open={entry.returned ? true : undefined}>
      <summary>{t(lang, 'page.branch.roster.swap')}</summary>
      <StaffForm here={here} action={aboutBranch(`/branch/duty/${id}/swap`, code)} id={entry.id}>
        <Select
          {...entry.field('staff', t(lang, 'page.branch.roster.swapTo'))}
          empty={t(lang, 'page.branch.board.choose')}
          options={options(roster.people.filter((p) => p.id !== staff))}
        />
        <button class="button button--second" type="submit">
          {t(lang, 'page.branch.roster.swap')}
        </button>
      </StaffForm>
    </details>
  )
}

function Rotations({ here, branch, roster, may, returned }: RosterProps) {
  const { lang } = here
  const entry = new Entry(here, 'rotation', returned)
  const word = (name: 'startsOn' | 'days' | 'handover') => t(lang, `page.branch.roster.${name}`)
  return (
    <section aria-labelledby="rotations">
      <h2 id="rotations">{t(lang, 'page.branch.roster.rotations')}</h2>
      <p class="quiet">{t(lang, 'page.branch.roster.rotationsLead')}</p>
      {roster.rotations.length === 0 ? (
        <p>{t(lang, 'page.branch.roster.noRotations')}</p>
      ) : (
        <ul class="plain">
          {roster.rotations.map((r) => (
            <li>
              {t(lang, 'page.branch.roster.rotation', {
                names: r.names.join(' → '),
                days: r.shiftDays,
                time: r.handover,
                from: formatDate(lang, r.startsOn, { year: true }),
              })}{' '}
              {may && (
                <a
                  class="no-print"
                  href={`${inLanguage(lang, partPath('roster', branch.code, { ask: `rotation:${r.id}` }))}#question`}
                >
                  {t(lang, 'page.branch.roster.rotationEnd')}
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {may && (
        <Adding title={t(lang, 'page.branch.roster.rotationAdd')} open={entry.returned !== undefined} id="rotation">
          <StaffForm here={here} action={aboutBranch('/branch/rotations', branch.code)} id={entry.id}>
            <fieldset class="govuk-fieldset" id="rotation-members" tabIndex={-1}>
              <legend class="govuk-label">{t(lang, 'page.branch.roster.members')}</legend>
              {entry.faults.has('rotation-members') && (
                <p class="govuk-error-message">{entry.faults.get('rotation-members')}</p>
              )}
              <div class="fields">
                {Array.from({ length: MEMBERS }, (_, n) => (
                  <Select
                    {...entry.field(`member-${n + 1}`, t(lang, 'page.branch.roster.member', { n: n + 1 }))}
                    optional={n > 0}
                    empty="–"
                    options={options(roster.people)}
                  />
                ))}
              </div>
            </fieldset>
            <div class="fields">
              <Input {...entry.field('startsOn', word('startsOn'), localDate(branch.zone, here.now))} type="date" />
              <Input {...entry.field('shiftDays', word('days'), '1')} inputMode="numeric" maxLength={2} />
              <Input {...entry.field('handover', word('handover'), '09:00')} type="time" />
            </div>
            <button class="button" type="submit">
              {t(lang, 'page.branch.roster.rotationAdd')}
            </button>
          </StaffForm>
        </Adding>
      )}
    </section>
  )
}

/** The people named in the form of a rotation, in their order. */
export const membersIn = (form: Readonly<Record<string, string>>): number[] =>
  Array.from({ length: MEMBERS }, (_, n) => Number(form[`member-${n + 1}`] || 0)).filter((id) => id > 0)

function Absences({ here, branch, roster, may, returned }: RosterProps) {
  const { lang } = here
  const { code, zone } = branch
  const entry = new Entry(here, 'absence', returned)
  const heads = ['person', 'from', 'to', 'reason', ...(may ? ['deed' as const] : [])] as const
  return (
    <section aria-labelledby="absences">
      <h2 id="absences">{t(lang, 'page.branch.roster.absences')}</h2>
      {roster.absences.length === 0 ? (
        <p class="quiet">{t(lang, 'page.branch.roster.noAbsences')}</p>
      ) : (
        <StackTable
          labelledBy="absences"
          heads={heads.map((head) => t(lang, `page.branch.roster.${head}`))}
          rows={roster.absences.map((a) => [
            a.staffName,
            formatInstant(lang, zone, a.from),
            formatInstant(lang, zone, a.to),
            a.reason ?? '–',
            ...(may
              ? [
                  <a
                    class="no-print"
                    href={`${inLanguage(lang, partPath('roster', code, { ask: `absence:${a.id}` }))}#question`}
                  >
                    {t(lang, a.from <= here.now ? 'page.branch.roster.end' : 'page.branch.roster.cancel')}
                    <span class="shade">: {a.staffName}</span>
                  </a>,
                ]
              : []),
          ])}
        />
      )}
      {may && (
        <Adding title={t(lang, 'page.branch.roster.absenceAdd')} open={entry.returned !== undefined} id="absence">
          <StaffForm here={here} action={aboutBranch('/branch/absences', code)} id={entry.id}>
            <div class="fields">
              <Select
                {...entry.field('staff', t(lang, 'page.branch.roster.person'))}
                empty={t(lang, 'page.branch.board.choose')}
                options={options(roster.crew)}
              />
              <Input {...entry.field('from', t(lang, 'page.branch.roster.from'))} type="datetime-local" />
              <Input {...entry.field('to', t(lang, 'page.branch.roster.to'))} type="datetime-local" />
            </div>
            <Input
              {...entry.field('reason', t(lang, 'page.branch.roster.reason'))}
              hint={t(lang, 'page.branch.roster.reasonHint')}
              optional
              maxLength={200}
            />
            <button class="button" type="submit">
              {t(lang, 'page.branch.roster.absenceAdd')}
            </button>
          </StaffForm>
        </Adding>
      )}
    </section>
  )
}

function Ask({ here, branch, roster, asking }: RosterProps & { asking: Asking }) {
  const { lang } = here
  const { code, zone } = branch
  const when = (at: number) => formatInstant(lang, zone, at)
  const shift = asking.what === 'duty' ? roster.shifts.find((s) => s.id === asking.id) : undefined
  const absence = asking.what === 'absence' ? roster.absences.find((a) => a.id === asking.id) : undefined
  const words = shift
    ? t(lang, 'page.branch.roster.ask.duty', { name: shift.staffName, from: when(shift.from), to: when(shift.to) })
    : absence
      ? t(lang, 'page.branch.roster.ask.absence', { name: absence.staffName })
      : asking.what === 'rotation' && roster.rotations.some((r) => r.id === asking.id)
        ? t(lang, 'page.branch.roster.ask.rotation')
        : null
  // Somebody else has taken it away meanwhile: there is nothing to ask.
  if (words === null) return null
  const action = { duty: 'duty/:id/removal', rotation: 'rotations/:id/end', absence: 'absences/:id/end' }[asking.what]
  return (
    <Question lang={lang} words={words} no={partPath('roster', code)}>
      <StaffForm here={here} action={aboutBranch(`/branch/${action.replace(':id', String(asking.id))}`, code)}>
        <button class="button" type="submit">
          {t(lang, 'page.branch.roster.ask.yes')}
        </button>
      </StaffForm>
    </Question>
  )
}

/** A form behind its name; open when it came back with a fault. */
function Adding({
  title,
  open,
  id,
  children,
}: {
  title: string
  open: boolean
  id: string
  children: ComponentChildren
}) {
  return (
    <details class="adding no-print" id={`${id}-adding`} open={open ? true : undefined}>
      <summary>{title}</summary>
      <div class="adding__body">{children}</div>
    </details>
  )
}
