import { type ListedCase, listCases } from '../../../db/views/cases.ts'
import { caseQuery } from '../../../shared/contract/case-list.ts'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { ANONYMOUS } from '../../caller.ts'
import { askList } from '../../cases/list.ts'
import { HttpProblem } from '../../problem.ts'
import type { Pages } from '../pages.ts'
import type { StandingKeeper } from '../standing.ts'
import { CasesPage, type Filters } from './cases.tsx'

const PER_PAGE = 20

/** `/cases`: what everyone may see, whoever asks. */
export function casesPages(pages: Pages, standing: StandingKeeper): void {
  const { deps } = pages
  pages.get('/cases', async ({ here, form }) => {
    const { now } = here
    const world = await deps.world.at(now)
    const value = (name: string) => (form[name] ?? '').trim().slice(0, 200)
    const filters: Filters = {
      q: value('q'),
      region: value('region'),
      category: value('category'),
      status: value('status'),
    }
    const number = parseCaseNumber(filters.q)
    if (number) return { to: `/cases/${number.number}` }
    const { q, region, category, status } = filters
    const parsed = caseQuery.safeParse({
      limit: PER_PAGE,
      ...(q ? { q } : {}),
      ...(region ? { region } : {}),
      ...(category ? { category } : {}),
      ...(status === 'overdue' ? { overdue: 'true' } : status ? { status } : {}),
      ...(form.cursor ? { cursor: form.cursor } : {}),
    })
    if (!parsed.success) throw new HttpProblem('not_found')
    const asked = askList(parsed.data, ANONYMOUS, world, now)
    let items: ListedCase[] = []
    let begun = false
    if (!asked.wordless) {
      items = await listCases(deps.sql, asked.list)
      begun = asked.begun !== null && items.length <= PER_PAGE
      if (begun) items = await listCases(deps.sql, asked.begun!)
    }
    const shown = items.slice(0, PER_PAGE)
    const last = shown.at(-1)
    return {
      page: (
        <CasesPage
          here={here}
          world={world}
          filters={filters}
          standing={await standing.at(now)}
          items={shown}
          next={last && items.length > PER_PAGE ? asked.cursorAfter(last, begun) : null}
          beyondFirst={form.cursor !== undefined}
        />
      ),
    }
  })
}
