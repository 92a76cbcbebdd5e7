import { findHead } from '../../../db/feed.ts'
import { listCases } from '../../../db/views/cases.ts'
import { listLastTold } from '../../../db/views/wall.ts'
import { caseQuery } from '../../../shared/contract/case-list.ts'
import { CENTRAL } from '../../../shared/domain/case.ts'
import { TOLD } from '../../../shared/domain/stream.ts'
import { instantOf } from '../../../shared/domain/zone.ts'
import { askList } from '../../cases/list.ts'
import { eventCursor } from '../../cursor.ts'
import { CSV, csvOf } from '../../export/csv.ts'
import { XLSX, xlsxOf } from '../../export/xlsx.ts'
import { HttpProblem } from '../../problem.ts'
import { wallOf } from '../../wall/keeper.ts'
import type { StaffAsked, StaffPages } from '../staff/pages.ts'
import { LISTS, type ListFilters, type ListName, WallList } from './list.tsx'
import type { WallProps } from './part.tsx'
import { Parts } from './parts.tsx'
import { wallTables } from './tables.ts'
import { TablesPage } from './tables-page.tsx'
import { WallPage } from './wall.tsx'
import { streamLine, streamWords } from './words.ts'

const STREAM = 16
const PER_PAGE = 40

/** `/wall`, what stands behind it as tables and files, and the cases behind its figures. */
export function wallPages(staff: StaffPages): void {
  const { deps } = staff

  async function look({ here, world, form }: StaffAsked): Promise<WallProps> {
    const zone = world.reference.branch(CENTRAL)?.zone ?? 'UTC'
    const wall = await wallOf(deps).at(here.now)
    const dueAt = instantOf(zone, wall.due.date, world.policy.response.hour)
    return { here, world, wall, zone, dueAt, by: form.map === 'overdue' ? 'overdue' : 'share' }
  }

  staff.get('/wall', async (asked) => {
    const { here, world } = asked
    // The feed goes on from here: what comes while the page is made is sent, not lost.
    const head = await findHead(deps.sql)
    const [props, told] = await Promise.all([look(asked), listLastTold(deps.sql, TOLD, STREAM)])
    const words = streamWords(here, world.reference)
    return {
      page: (
        <WallPage
          {...props}
          words={words}
          stream={told.map((row) => streamLine(words, row, props.zone))}
          after={eventCursor(head)}
        />
      ),
    }
  })

  staff.get('/wall/parts', async (asked) => ({ page: <Parts {...(await look(asked))} />, part: true }))

  staff.get('/wall/tables', async (asked) => {
    const { here, world, wall, zone } = await look(asked)
    return { page: <TablesPage here={here} tables={wallTables(here.lang, wall, world.reference, zone)} /> }
  })

  staff.get('/wall/figures.xlsx', async (asked) => {
    const { here, world, wall, zone } = await look(asked)
    const file = await xlsxOf(wallTables(here.lang, wall, world.reference, zone))
    return { file, type: XLSX, name: `wall-${wall.to}.xlsx` }
  })

  staff.get('/wall/tables/:file', async (asked) => {
    const { here, world, wall, zone } = await look(asked)
    const tables = wallTables(here.lang, wall, world.reference, zone)
    const table = tables.find(({ name }) => `${name}.csv` === asked.params.file)
    if (!table) throw new HttpProblem('not_found')
    return { file: csvOf(table), type: CSV, name: `${table.name}-${wall.to}.csv` }
  })

  staff.get('/wall/cases', async ({ here, world, form }) => {
    const filters: ListFilters = {
      of: LISTS.includes(form.of as ListName) ? (form.of as ListName) : form.category ? 'open' : 'overdue',
      region: world.reference.region(form.region ?? '') ? form.region! : '',
      category: world.reference.category(form.category ?? '') ? form.category! : '',
    }
    const parsed = caseQuery.safeParse({
      limit: PER_PAGE,
      ...QUERY[filters.of],
      ...(filters.region ? { region: filters.region } : {}),
      ...(filters.category ? { category: filters.category } : {}),
      ...(form.cursor ? { cursor: form.cursor } : {}),
    })
    if (!parsed.success) throw new HttpProblem('not_found')
    const asked = askList(parsed.data, here.caller, world, here.now)
    const items = await listCases(deps.sql, asked.list)
    const shown = items.slice(0, PER_PAGE)
    const last = shown.at(-1)
    return {
      page: (
        <WallList
          here={here}
          world={world}
          filters={filters}
          items={shown}
          next={last && items.length > PER_PAGE ? asked.cursorAfter(last, false) : null}
          beyondFirst={form.cursor !== undefined}
        />
      ),
    }
  })
}

const QUERY: Readonly<Record<ListName, Record<string, string>>> = {
  overdue: { overdue: 'true', status: 'received,reopened', sort: 'due' },
  raised: { level: 'central', status: 'open', sort: 'due' },
  due: { status: 'received,reopened', sort: 'due' },
  open: { status: 'open' },
}
