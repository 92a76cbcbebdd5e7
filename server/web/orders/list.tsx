import type { InstructionRow, InstructionWish } from '../../../db/views/instructions.ts'
import { CENTRAL } from '../../../shared/domain/case.ts'
import { endOfLocalDay, isOverdue } from '../../../shared/domain/clock.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatDate } from '../../../shared/i18n/format.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { beginning } from '../case-words.ts'
import { FoldedFilter } from '../components/folded-filter.tsx'
import { Hidden, Select } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { Tag } from './parts.tsx'

export interface OrderFilters {
  readonly whose: 'mine' | 'reach'
  readonly state: Extract<InstructionWish['state'], 'control' | 'accepted'>
  readonly overdue: boolean
  readonly branch: string
}

function ordersPath({ whose, state, overdue, branch }: OrderFilters, cursor?: string): string {
  const query = new URLSearchParams({
    ...(whose === 'reach' ? { whose } : {}),
    ...(state === 'accepted' ? { state } : {}),
    ...(overdue ? { overdue: 'yes' } : {}),
    ...(branch ? { branch } : {}),
    ...(cursor ? { cursor } : {}),
  }).toString()
  return query ? `/instructions?${query}` : '/instructions'
}

interface ListProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly filters: OrderFilters
  /** Whether there is more to see than one's own. */
  readonly leads: boolean
  readonly branches: readonly string[]
  readonly counts: { readonly control: number; readonly overdue: number; readonly reported: number }
  readonly rows: readonly InstructionRow[]
  readonly next: string | null
  readonly beyondFirst: boolean
}

/** `/instructions`: what was ordered, per person and per branch, the longest overdue first. */
export function OrdersPage(props: ListProps) {
  const { here, world, filters, leads, branches, counts, rows, next, beyondFirst } = props
  const { lang } = here
  const link = (more: Partial<OrderFilters>) => inLanguage(lang, ordersPath({ ...filters, ...more }))
  const reach = here.me.branch === CENTRAL ? 'all' : 'reach'
  return (
    <StaffLayout here={here} title={t(lang, 'page.orders.title')} at="instructions">
      <div class="wide section">
        <h1>{t(lang, 'page.orders.title')}</h1>
        <p role="status">{t(lang, 'page.orders.counts', counts)}</p>
        <div class="desk__filter">
          {leads && (
            <nav class="switch" aria-label={t(lang, 'page.orders.whose')}>
              {(['mine', 'reach'] as const).map((whose) => (
                <a href={link({ whose, branch: '' })} aria-current={whose === filters.whose ? 'true' : undefined}>
                  {t(lang, `page.orders.${whose === 'mine' ? 'mine' : reach}`)}
                </a>
              ))}
            </nav>
          )}
          <nav class="switch" aria-label={t(lang, 'page.orders.state')}>
            {(['control', 'accepted'] as const).map((state) => (
              <a
                href={link({ state, overdue: state === 'control' && filters.overdue })}
                aria-current={state === filters.state ? 'true' : undefined}
              >
                {t(lang, `page.orders.${state}`)}
              </a>
            ))}
          </nav>
          {filters.state === 'control' && (
            <a
              class="tick"
              href={link({ overdue: !filters.overdue })}
              aria-current={filters.overdue ? 'true' : undefined}
            >
              <span aria-hidden="true">{filters.overdue ? '☑' : '☐'}</span> {t(lang, 'page.orders.overdueOnly')}
            </a>
          )}
        </div>
        {filters.whose === 'reach' && branches.length > 1 && (
          <FoldedFilter
            lang={lang}
            chosen={filters.branch ? [branchName(here, world, filters.branch)] : []}
            clear={link({ branch: '' })}
          >
            <form method="get" action={inLanguage(lang, '/instructions')}>
              <Hidden
                values={{
                  whose: 'reach',
                  state: filters.state === 'accepted' ? 'accepted' : null,
                  overdue: filters.overdue ? 'yes' : null,
                }}
              />
              <Select
                lang={lang}
                id="branch"
                label={t(lang, 'page.orders.branch')}
                empty={t(lang, 'page.orders.anyBranch')}
                value={filters.branch}
                options={branches.map((code) => ({
                  value: code,
                  text: world.reference.branch(code)?.name[lang] ?? code,
                }))}
              />
              <button class="button button--second" type="submit">
                {t(lang, 'page.orders.show')}
              </button>
            </form>
          </FoldedFilter>
        )}
        {rows.length === 0 ? (
          <p class="quiet">{t(lang, 'page.orders.none')}</p>
        ) : (
          <ul class="cards">
            {rows.map((row) => (
              <li>
                <OrderCard here={here} world={world} row={row} />
              </li>
            ))}
          </ul>
        )}
        <Pagination
          lang={lang}
          first={beyondFirst ? link({}) : null}
          next={next && inLanguage(lang, ordersPath(filters, next))}
        />
      </div>
    </StaffLayout>
  )
}

const branchName = ({ lang, me }: StaffHere, { reference }: FullWorld, code: string) =>
  code === me.branch ? t(lang, 'page.settle.myBranch') : (reference.branch(code)?.name[lang] ?? code)

function OrderCard({ here: { lang, now }, world, row }: { here: StaffHere; world: FullWorld; row: InstructionRow }) {
  const responsible = world.roster.person(row.responsible)
  return (
    <div class="card">
      <h2 class="card__title">
        <a href={inLanguage(lang, `/instructions/${row.id}`)}>{beginning(row.text)}</a>
      </h2>
      <p class="card__facts">
        <OrderState lang={lang} row={row} now={now} />
        <span>
          {t(lang, 'page.orders.due', { date: formatDate(lang, row.dueOn, { weekday: 'short', year: true }) })}
        </span>
        <span>{[responsible?.name, world.reference.branch(row.branch)?.name[lang]].filter(Boolean).join(', ')}</span>
        <span>{row.number}</span>
      </p>
    </div>
  )
}

/** The first final report that was not returned, and whether it came before the end of the day named. */
export function reportOf({ reports, dueOn, zone }: InstructionRow): { at: number; inTime: boolean } | null {
  const report = reports.find(({ final, returnedAt }) => final && returnedAt === null)
  return report ? { at: report.at, inTime: report.at < endOfLocalDay(zone, dueOn) } : null
}

/** Where it stands: overdue is said first, as long as it is on control. */
export function OrderState({ lang, row, now }: { lang: Lang; row: InstructionRow; now: number }) {
  const state = say(lang, `instructionState.${row.state}` as Key)
  if (row.due && isOverdue(row.due.dueAt, now))
    return (
      <>
        <Tag look="missed" mark="✕">
          {t(lang, 'page.orders.overdue')}
        </Tag>
        {row.state === 'reported' && (
          <span class="order__state">{reportOf(row)?.inTime ? t(lang, 'page.orders.waitsInTime') : state}</span>
        )}
      </>
    )
  const [look, mark] = { accepted: ['met', '✓'], reported: ['soon', '◔'] }[row.state] ?? ['waiting', '○']
  return (
    <Tag look={look!} mark={mark!}>
      {state}
    </Tag>
  )
}
