import type { PromiseRow } from '../../../db/views/promises.ts'
import { isOverdue } from '../../../shared/domain/clock.ts'
import { PROMISERS } from '../../../shared/domain/commitment.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatDue, formatLeft, say, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { FoldedFilter } from '../components/folded-filter.tsx'
import { Checkbox, type OptionGroup, Select } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'

export interface BoardFilters {
  readonly who?: string | undefined
  readonly branch?: string | undefined
  readonly body?: string | undefined
  readonly overdue?: string | undefined
}

interface BoardProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly rows: readonly PromiseRow[]
  readonly next: string | null
  readonly beyondFirst: boolean
  readonly filters: BoardFilters
  /** Branches the reader may ask about, null: all. */
  readonly branches: readonly string[] | null
}

/** The address of the board with these filters, without language. */
function boardPath(base: string, filters: BoardFilters, more: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...filters, ...more })) if (value) query.set(name, value)
  return query.size > 0 ? `${base}?${query}` : base
}

/** `/commitments`: everything somebody promised with a date and has not kept yet, what is latest first. */
export function BoardPage({ here, world, rows, next, beyondFirst, filters, branches }: BoardProps) {
  const { lang } = here
  const to = (path: string) => inLanguage(lang, path)
  return (
    <StaffLayout here={here} title={t(lang, 'page.commitments.title')} at="commitments">
      <div class="wide section">
        <h1>{t(lang, 'page.commitments.title')}</h1>
        <p class="lead">{t(lang, 'page.commitments.lead')}</p>
        <Filter here={here} world={world} filters={filters} branches={branches} />
        {rows.length === 0 ? (
          <p>{t(lang, 'page.commitments.none')}</p>
        ) : (
          <ul class="cards promises">
            {rows.map((row) => (
              <Line here={here} world={world} row={row} />
            ))}
          </ul>
        )}
        <Pagination
          lang={lang}
          first={beyondFirst ? to(boardPath('/commitments', filters)) : null}
          next={next ? to(boardPath('/commitments', filters, { cursor: next })) : null}
        />
        <p>
          <a href={boardPath('/api/v1/commitments.csv', filters, { lang })} download>
            {t(lang, 'page.commitments.export')}
          </a>{' '}
          <span class="quiet">{t(lang, 'page.commitments.exportHint')}</span>
        </p>
      </div>
    </StaffLayout>
  )
}

/** Where the promise is settled: its own page, or the form at the case. */
function wayOf({ kind, subject, number }: PromiseRow): string {
  const at = `/desk/cases/${number}`
  if (kind === 'commitment') return `/commitments/${subject}`
  if (kind === 'instruction') return `/instructions/${subject}`
  return kind === 'reply' ? `${at}?do=replies-${subject}#replies-${subject}-form` : at
}

function Line({ here, world, row }: { here: StaffHere; world: FullWorld; row: PromiseRow }) {
  const { lang, now } = here
  const { reference, roster } = world
  const late = isOverdue(row.dueAt, now)
  const whose =
    row.body === null
      ? row.responsible === null
        ? undefined
        : roster.person(row.responsible)?.name
      : (reference.body(row.body)?.name[lang] ?? row.body)
  const words = row.text ?? t(lang, `deadline.${row.kind}`)
  const name = row.text === null ? words : `${t(lang, `deadline.${row.kind}`)}: ${words}`
  return (
    <li>
      <div class="card">
        <p class="row">
          <span class={`tag is-${late ? 'missed' : 'waiting'}`}>
            <span aria-hidden="true">{late ? '✕' : '○'}</span>
            {formatLeft(lang, row.dueAt, now)}
          </span>
          <span class="quiet">{formatDue(lang, row.zone, row.dueAt)}</span>
        </p>
        <p>
          <a href={inLanguage(lang, wayOf(row))}>{name}</a>
        </p>
        <p class="card__facts">
          <span>{[t(lang, `page.commitments.who.${row.who}`), whose].filter(Boolean).join(': ')}</span>
          <a class="number" href={inLanguage(lang, `/desk/cases/${row.number}`)}>
            {row.number}
          </a>
          <span>{reference.category(row.category)?.name[lang] ?? row.category}</span>
          <span>{reference.branch(row.branch)?.name[lang] ?? row.branch}</span>
          {row.outgoingNumber && <span class="number">{row.outgoingNumber}</span>}
        </p>
      </div>
    </li>
  )
}

function Filter({ here, world, filters, branches }: Pick<BoardProps, 'here' | 'world' | 'filters' | 'branches'>) {
  const { lang } = here
  const { reference } = world
  const all = t(lang, 'page.commitments.all')
  const sorted = <T extends { text: string }>(items: T[]) => items.sort((a, b) => a.text.localeCompare(b.text, lang))
  const shown = reference.branches.filter((b) => b.active && (branches === null || branches.includes(b.code)))
  const regions = new Set(shown.map((b) => b.region))
  const groups: OptionGroup[] = [null, ...reference.regions.map((r) => r.code)]
    .filter((region) => region === null || branches === null || regions.has(region))
    .map((region) => ({
      label: region === null ? t(lang, 'page.reply.national') : (reference.region(region)?.name[lang] ?? region),
      options: sorted(
        reference.bodies
          .filter((b) => b.active && b.region === region)
          .map((b) => ({ value: b.id, text: b.name[lang] })),
      ),
    }))
    .filter((group) => group.options.length > 0)
  const chosen = [
    filters.overdue && t(lang, 'page.commitments.overdueOnly').toLocaleLowerCase(lang),
    filters.who && say(lang, `page.commitments.who.${filters.who}` as Key),
    filters.branch &&
      (filters.branch === here.me.branch
        ? t(lang, 'page.settle.myBranch')
        : (reference.branch(filters.branch)?.name[lang] ?? filters.branch)),
    filters.body && (reference.body(filters.body)?.name[lang] ?? filters.body),
  ].filter((words): words is string => !!words)
  return (
    <FoldedFilter lang={lang} chosen={chosen} clear={inLanguage(lang, '/commitments')}>
      <form method="get" action={inLanguage(lang, '/commitments')} aria-label={t(lang, 'page.commitments.filter')}>
        <Select
          lang={lang}
          id="who"
          label={t(lang, 'page.commitments.whoLabel')}
          empty={all}
          value={filters.who ?? ''}
          options={PROMISERS.map((who) => ({ value: who, text: say(lang, `page.commitments.who.${who}` as Key) }))}
        />
        {shown.length > 1 && (
          <Select
            lang={lang}
            id="branch"
            label={t(lang, 'page.commitments.branchLabel')}
            empty={all}
            value={filters.branch ?? ''}
            options={sorted(shown.map((b) => ({ value: b.code, text: b.name[lang] })))}
          />
        )}
        <Select
          lang={lang}
          id="body"
          label={t(lang, 'page.commitments.bodyLabel')}
          empty={all}
          value={filters.body ?? ''}
          groups={groups}
        />
        <Checkbox
          lang={lang}
          id="overdue"
          label={t(lang, 'page.commitments.overdueOnly')}
          checked={!!filters.overdue}
        />
        <button class="button" type="submit">
          {t(lang, 'page.commitments.apply')}
        </button>
      </form>
    </FoldedFilter>
  )
}
