import type { ListedCase } from '../../../db/views/cases.ts'
import { formatDue, formatLeft, t } from '../../../shared/i18n/format.ts'
import type { FullWorld } from '../../world.ts'
import { dawnOfCase, placeWords } from '../case-words.ts'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { StateTag } from '../components/state-tag.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { casePath } from './words.ts'

export const LISTS = ['overdue', 'raised', 'due', 'open'] as const
export type ListName = (typeof LISTS)[number]

export interface ListFilters {
  readonly of: ListName
  readonly region: string
  readonly category: string
}

interface ListProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly filters: ListFilters
  readonly items: readonly ListedCase[]
  readonly next: string | null
  readonly beyondFirst: boolean
}

function listPath(filters: Partial<ListFilters>, cursor?: string): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value)
  if (cursor) query.set('cursor', cursor)
  return `/wall/cases?${query}`
}

/** The cases behind a figure of the wall; each leads to its page, so that it is two clicks away. */
export function WallList({ here, world, filters, items, next, beyondFirst }: ListProps) {
  const { lang, now } = here
  const { reference } = world
  const where = reference.region(filters.region)?.name[lang] ?? t(lang, 'page.wall.list.all')
  const topic = reference.category(filters.category)?.name[lang]
  const title = t(lang, 'page.wall.list.title', { what: t(lang, `page.wall.list.${filters.of}`) })
  const link = (path: string) => inLanguage(lang, path)
  return (
    <StaffLayout here={here} title={title} at="wall" assets={['wall.css']}>
      <div class="wide section">
        <a class="back" href={link('/wall')}>
          {t(lang, 'page.wall.back')}
        </a>
        <h1 id="cases">{title}</h1>
        <p class="lead">{[where, topic].filter(Boolean).join(', ')}</p>
        <nav aria-label={t(lang, 'page.wall.list.filter')}>
          <ul class="pills">
            {LISTS.map((of) => (
              <li>
                <a href={link(listPath({ ...filters, of }))} aria-current={of === filters.of ? 'true' : undefined}>
                  {t(lang, `page.wall.list.${of}`)}
                </a>
              </li>
            ))}
            {filters.region && (
              <li>
                <a href={link(listPath({ ...filters, region: '' }))}>{t(lang, 'page.wall.list.all')}</a>
              </li>
            )}
          </ul>
        </nav>
        {items.length === 0 ? (
          <p>{t(lang, 'page.wall.list.none')}</p>
        ) : (
          <StackTable
            labelledBy="cases"
            heads={(['number', 'region', 'category', 'owner', 'due', 'state'] as const).map((name) =>
              t(lang, `page.wall.column.${name}`),
            )}
            rows={items.map((c) => [
              <a class="number" href={casePath(here, c.number)}>
                {c.number}
              </a>,
              placeWords(c, lang, world),
              reference.category(c.category)?.name[lang] ?? c.category,
              world.roster.person(c.owner)?.name ?? '—',
              c.dueAt === null ? '—' : `${formatDue(lang, c.zone, c.dueAt)} · ${formatLeft(lang, c.dueAt, now)}`,
              <StateTag lang={lang} state={dawnOfCase(c, now).state} />,
            ])}
          />
        )}
        <Pagination
          lang={lang}
          first={beyondFirst ? link(listPath(filters)) : null}
          next={next && link(listPath(filters, next))}
        />
      </div>
    </StaffLayout>
  )
}
