import type { ListedCase } from '../../../db/views/cases.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import { cardOf } from '../case-words.ts'
import { categoryGroups, regionOptions } from '../choices.ts'
import { CaseCard } from '../components/case-card.tsx'
import { Select } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { RegionMap } from '../components/region-map.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'
import type { Standing } from '../standing.ts'

/** The filters as they stand in the address. */
export interface Filters {
  readonly q: string
  readonly region: string
  readonly category: string
  readonly status: string
}

interface CasesProps {
  readonly here: Here
  readonly world: FullWorld
  readonly filters: Filters
  readonly standing: Standing
  readonly items: readonly ListedCase[]
  readonly next: string | null
  readonly beyondFirst: boolean
}

/** The address of a list with its filters; empty ones are left out. */
export function casesPath(filters: Partial<Filters>, cursor?: string): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value)
  if (cursor) query.set('cursor', cursor)
  const text = query.toString()
  return text ? `/cases?${text}` : '/cases'
}

/** The feed of the same list. */
const feedPath = (filters: Partial<Filters>): string => casesPath(filters).replace('/cases', '/feed.atom')

/** The public list and map; filters live in the address. */
export function CasesPage({ here, world, filters, standing, items, next, beyondFirst }: CasesProps) {
  const { lang } = here
  const { reference } = world
  const filtered = Object.values(filters).some(Boolean)
  const link = (path: string) => inLanguage(lang, path)
  const statuses = [
    { value: 'open', text: t(lang, 'page.cases.statusOpen') },
    { value: 'overdue', text: t(lang, 'page.cases.statusOverdue') },
    ...(['received', 'responded', 'in_progress', 'resolved', 'closed', 'rejected'] as const).map((value) => ({
      value,
      text: t(lang, `status.${value}`),
    })),
  ]
  return (
    <Layout here={here} title={t(lang, 'page.cases.title')} at="cases" feed={feedPath(filters)}>
      <div class="wide section">
        <h1>{t(lang, 'page.cases.title')}</h1>
        <p class="lead">{t(lang, 'page.cases.lead')}</p>
        <form
          class="panel"
          method="get"
          action={link('/cases')}
          role="search"
          aria-label={t(lang, 'page.cases.filter')}
        >
          <div class="choices">
            <div class="govuk-form-group">
              <label class="govuk-label" for="q">
                {t(lang, 'page.cases.search')}
              </label>
              <input class="govuk-input" id="q" name="q" type="search" maxLength={200} value={filters.q} />
            </div>
            <Select
              lang={lang}
              id="region"
              label={t(lang, 'page.cases.region')}
              empty={t(lang, 'page.cases.regionAll')}
              value={filters.region}
              options={regionOptions(reference, lang)}
            />
            <Select
              lang={lang}
              id="category"
              label={t(lang, 'page.cases.category')}
              empty={t(lang, 'page.cases.categoryAll')}
              value={filters.category}
              groups={categoryGroups(reference, lang)}
            />
            <Select
              lang={lang}
              id="status"
              label={t(lang, 'page.cases.status')}
              empty={t(lang, 'page.cases.statusAll')}
              value={filters.status}
              options={statuses}
            />
          </div>
          <div class="row">
            <button class="button" type="submit">
              {t(lang, 'page.cases.apply')}
            </button>
            {filtered && (
              <a class="button button--link" href={link('/cases')}>
                {t(lang, 'page.cases.clear')}
              </a>
            )}
          </div>
        </form>
      </div>
      <div class="wide columns columns--map">
        <section aria-labelledby="list">
          <h2 id="list">{t(lang, 'page.cases.list')}</h2>
          {items.length === 0 ? (
            <div class="notice">
              <p>
                <strong>{t(lang, 'page.cases.none')}</strong>
              </p>
              <p>{t(lang, 'page.cases.noneHint')}</p>
            </div>
          ) : (
            <ul class="cards">
              {items.map((c) => (
                <li>
                  <CaseCard {...cardOf(c, here, world)} />
                </li>
              ))}
            </ul>
          )}
          <p>
            <a href={link(feedPath(filters))}>{t(lang, 'page.citizen.feed.link')}</a>
          </p>
          <Pagination
            lang={lang}
            first={beyondFirst ? link(casesPath(filters)) : null}
            next={next && link(casesPath(filters, next))}
          />
        </section>
        <section aria-labelledby="map">
          <h2 id="map">{t(lang, 'page.cases.map')}</h2>
          <RegionMap here={here} world={world} standing={standing} filters={filters} />
        </section>
      </div>
    </Layout>
  )
}
