import type { ComponentChildren } from 'preact'
import type { Person } from '../../../shared/domain/people.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, formatInstant, t } from '../../../shared/i18n/format.ts'
import type { ReferenceBranch } from '../../reference.ts'
import { Input, Select } from '../components/form.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import { Entry, type Returned } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { aboutBranch, partPath } from './frame.tsx'
import type { RosterView } from './roster-read.ts'

/** What is about to be taken away: the question stands at the top of the page. */
export interface Asking {
  readonly what: 'duty' | 'rotation' | 'absence'
  readonly id: number
}

export interface RosterProps {
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

export function Shifts({ here, branch, roster, may, returned }: RosterProps) {
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

export function Rotations({ here, branch, roster, may, returned }: RosterProps) {
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

export function Absences({ here, branch, roster, may, returned }: RosterProps) {
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
