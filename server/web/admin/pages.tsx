import type { Sessions } from '../../sessions.ts'
import type { StaffPages } from '../staff/pages.ts'
import { calendarPages } from './calendar-pages.tsx'
import { cataloguePages } from './catalogue-pages.tsx'
import { AdminIndex } from './frame.tsx'
import { keyPages } from './key-pages.tsx'
import { logPage } from './log-page.tsx'
import { moderationPages } from './moderation-pages.tsx'
import { policyPages } from './policy-pages.tsx'
import { staffPages } from './staff-pages.tsx'

/** `/admin/…`: the settings, each page for those whom the permission table names. */
export function adminPages(staff: StaffPages, sessions: Sessions): void {
  staff.get('/admin', async ({ here }) => ({ page: <AdminIndex here={here} /> }))
  staffPages(staff, sessions)
  cataloguePages(staff)
  calendarPages(staff)
  policyPages(staff)
  keyPages(staff)
  logPage(staff)
  moderationPages(staff)
}
