import { findListedCase } from '../../../db/views/cases.ts'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import type { Intake } from '../../cases/intake.ts'
import { scopeOf } from '../../cases/scope.ts'
import type { StaffPages } from '../staff/pages.ts'
import { deskCasePages } from './case-page.tsx'
import { phonePages } from './phone-page.tsx'
import { QueuePage } from './queue.tsx'
import { filtersOf, readQueue } from './queue-read.ts'

const PAGE = 30
/** Somebody means a number, though a digit of it may be wrong. */
const LIKE_NUMBER = /^\d{2}\D?\d{2}\D?\d{7}\D?\d$/

/** The responder's desk: the queue, the case, and filing for somebody on the phone. */
export function deskPages(staff: StaffPages, intake: Intake): void {
  const { deps } = staff

  staff.get('/desk', async ({ here, world, form }) => {
    const filters = filtersOf(form, here.me)
    const number = parseCaseNumber(filters.q)?.number
    const found = number ? await findListedCase(deps.sql, scopeOf(here.me, world), number) : undefined
    // A number leads straight to the case.
    if (found?.inside) return { to: `/desk/cases/${number}` }
    const missed = number ?? (LIKE_NUMBER.test(filters.q) ? filters.q : undefined)
    const queue = await readQueue(deps, here, world, missed ? { ...filters, q: '' } : filters, {
      limit: PAGE,
      cursor: form.cursor,
    })
    return {
      page: (
        <QueuePage
          here={here}
          world={world}
          queue={queue}
          beyondFirst={Boolean(form.cursor)}
          {...(missed ? { missed } : {})}
        />
      ),
    }
  })

  deskCasePages(staff)
  phonePages(staff, intake)
}
