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
import { inLanguage } from '../here.ts'
import { StaffForm } from '../staff/form.tsx'
import { aboutBranch, partPath, Question } from './frame.tsx'
import { Absences, type Asking, type RosterProps, Rotations, Shifts } from './roster-forms.tsx'
import { FARTHEST, type RosterDay, WEEKS } from './roster-read.ts'

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
const localMoment = (zone: string, at: number) => `${localDate(zone, at)}T${formatTime(zone, at)}`

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
