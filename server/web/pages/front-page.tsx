import { findCase } from '../../../db/views/case.ts'
import { listCases } from '../../../db/views/cases.ts'
import { caseQuery } from '../../../shared/contract/case-list.ts'
import { cutOff } from '../../../shared/domain/clock.ts'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { ANONYMOUS } from '../../caller.ts'
import { askList } from '../../cases/list.ts'
import type { Deps } from '../../deps.ts'
import type { Here } from '../here.ts'
import type { Pages } from '../pages.ts'
import { COUNTRY_ZONE, type StandingKeeper } from '../standing.ts'
import { FrontPage } from './front.tsx'

const RECENT = 4

/** `/` and `/find`: the promise, and the way to a case by its number. */
export function frontPages(pages: Pages, standing: StandingKeeper): void {
  const { deps } = pages
  pages.get('/', async ({ here }) => ({ page: await front(deps, standing, here) }))

  pages.get('/find', async ({ here, form }) => {
    const asked = (form.number ?? '').slice(0, 64)
    if (asked.trim() === '') return { to: '/' }
    const number = parseCaseNumber(asked)?.number
    const found = number && (await findCase(deps.sql, number))
    if (found) return { to: `/cases/${number}` }
    return { page: await front(deps, standing, here, asked), status: 404 }
  })
}

async function front(deps: Deps, standing: StandingKeeper, here: Here, missed?: string) {
  const { now } = here
  const world = await deps.world.at(now)
  const { list } = askList(caseQuery.parse({ limit: RECENT }), ANONYMOUS, world, now)
  const [stood, recent] = await Promise.all([standing.at(now), listCases(deps.sql, list)])
  return (
    <FrontPage
      here={here}
      world={world}
      standing={stood}
      dueAt={cutOff(world.policy.response, COUNTRY_ZONE, now, world.calendar).dueAt}
      recent={recent.slice(0, RECENT)}
      {...(missed === undefined ? {} : { missed })}
    />
  )
}
