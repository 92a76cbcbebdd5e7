import { type ConfigLogRow, listConfigLog } from '../../../db/config-log.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { formatNear } from '../../../shared/i18n/format.ts'
import { isKey, say, t } from '../../../shared/i18n/text.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { zoneOf } from '../../staff/view.ts'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import type { StaffPages } from '../staff/pages.ts'
import { AdminFrame } from './frame.tsx'

const PAGE = 50

/** `/admin/log`: every change of configuration, who made it, what stood there before. */
export function logPage(staff: StaffPages): void {
  staff.get('/admin/log', async ({ here, world, form }) => {
    const { lang, now } = here
    const after = form.cursor ? (readCursor('g', 2, form.cursor) as [number, number]) : null
    const rows = await listConfigLog(staff.deps.sql, after, PAGE + 1)
    const shown = rows.slice(0, PAGE)
    const zone = zoneOf(world.reference, 'KZ')
    const last = shown.at(-1)
    const deed = ({ what }: ConfigLogRow) => {
      const key = `page.admin.log.deed.${what.replace('.', '-')}`
      return isKey(key) ? say(lang, key as Key) : what
    }
    const subject = ({ what, subject: about }: ConfigLogRow) => {
      if (what.startsWith('staff.') || what.startsWith('absence.'))
        return world.roster.person(Number(about))?.name ?? about
      const { reference } = world
      const name = reference.branch(about)?.name ?? reference.body(about)?.name ?? reference.category(about)?.name
      return name?.[lang] ?? about
    }
    return {
      page: (
        <AdminFrame here={here} title={t(lang, 'page.admin.part.log')} part="log">
          <h2 id="log" class="shade">
            {t(lang, 'page.admin.part.log')}
          </h2>
          <div class="log">
            <StackTable
              labelledBy="log"
              heads={(['when', 'who', 'what', 'subject'] as const).map((head) => t(lang, `page.admin.log.${head}`))}
              rows={shown.map((row) => [
                formatNear(lang, zone, row.at, now),
                row.staffName ?? t(lang, 'page.admin.log.nobody'),
                deed(row),
                <div>
                  {subject(row)}
                  {Object.keys(row.data).length > 0 && (
                    <details class="inline">
                      <summary>
                        {t(lang, 'page.admin.log.details')}
                        <span class="shade">
                          : {deed(row)}, {subject(row)}
                        </span>
                      </summary>
                      <pre>{JSON.stringify(row.data, null, 1)}</pre>
                    </details>
                  )}
                </div>,
              ])}
            />
          </div>
          <Pagination
            lang={lang}
            first={after ? inLanguage(lang, '/admin/log') : null}
            next={
              last && rows.length > PAGE
                ? inLanguage(lang, `/admin/log?cursor=${writeCursor('g', last.at, last.id)}`)
                : null
            }
          />
        </AdminFrame>
      ),
    }
  })
}
