import { findCalendarOwner } from '../../../db/calendar.ts'
import { t } from '../../../shared/i18n/text.ts'
import { HttpProblem } from '../../problem.ts'
import { calendarPath, changeCalendar } from '../../staff/calendar.ts'
import { StaffForm } from './form.tsx'
import { MePage } from './me.tsx'
import type { StaffHere, StaffPages } from './pages.ts'

/** `/me`, and on it the address of one's own calendar. */
export function mePages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/me', async ({ here, reply }) => {
    const owner = await findCalendarOwner(deps.sql, here.me.id)
    const path = owner ? calendarPath(deps, owner) : null
    reply.header('cache-control', 'private, no-cache, no-store')
    return {
      page: (
        <MePage here={here}>
          <CalendarPart here={here} address={path && `${here.publicUrl}${path}`} />
        </MePage>
      ),
    }
  })

  staff.post('/me/calendar', async ({ request, here, form }) => {
    // For the person themselves: a key that acts in their name makes no second one.
    if (!request.session) throw new HttpProblem('forbidden')
    await changeCalendar(deps, here.me.id, form.do !== 'stop')
    return { to: '/me#calendar' }
  })
}

function CalendarPart({ here, address }: { here: StaffHere; address: string | null }) {
  const { lang } = here
  return (
    <section id="calendar" aria-labelledby="calendar-title">
      <h2 id="calendar-title">{t(lang, 'page.staff.calendar.title')}</h2>
      <p>{t(lang, address ? 'page.staff.calendar.how' : 'page.staff.calendar.what')}</p>
      {address && (
        <p>
          <a href={address} class="link-box" rel="nofollow">
            {address}
          </a>
        </p>
      )}
      <StaffForm here={here} action="/me/calendar">
        <p class="row">
          <button class="button button--second" type="submit" name="do" value="make">
            {t(lang, address ? 'page.staff.calendar.renew' : 'page.staff.calendar.make')}
          </button>
          {address && (
            <button class="button button--second" type="submit" name="do" value="stop">
              {t(lang, 'page.staff.calendar.stop')}
            </button>
          )}
        </p>
      </StaffForm>
    </section>
  )
}
