import { t } from '../../../shared/i18n/format.ts'
import type { Table } from '../../export/table.ts'
import { FigureTable } from '../components/figure-table.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffHere } from '../staff/pages.ts'

/** The tables behind the wall, each with its file. */
export function TablesPage({ here, tables }: { here: StaffHere; tables: readonly Table[] }) {
  const { lang } = here
  return (
    <StaffLayout here={here} title={t(lang, 'page.wall.tables')} at="wall" assets={['wall.css']}>
      <div class="wide section">
        <a class="back" href={inLanguage(lang, '/wall')}>
          {t(lang, 'page.wall.back')}
        </a>
        <h1>{t(lang, 'page.wall.tables')}</h1>
        <p class="lead">{t(lang, 'page.wall.tablesLead')}</p>
        <p>
          <a class="button" href={inLanguage(lang, '/wall/figures.xlsx')} download>
            {t(lang, 'page.wall.xlsx')}
          </a>
        </p>
        <nav aria-label={t(lang, 'page.wall.tables')}>
          <ul class="pills">
            {tables.map(({ name, title }) => (
              <li>
                <a href={`#${name}`}>{title}</a>
              </li>
            ))}
          </ul>
        </nav>
        {tables.map((table) => (
          <section aria-labelledby={table.name}>
            <div class="row">
              <h2 id={table.name}>{table.title}</h2>
              <a href={inLanguage(lang, `/wall/tables/${table.name}.csv`)} download>
                {t(lang, 'page.wall.csv')}
                <span class="shade"> {table.title}</span>
              </a>
            </div>
            {table.note && <p class="quiet">{table.note}</p>}
            <FigureTable lang={lang} table={table} labelledBy={table.name} />
          </section>
        ))}
      </div>
    </StaffLayout>
  )
}
