import { listApiKeys } from '../../../db/api-keys.ts'
import { findStaffByEmail } from '../../../db/staff.ts'
import { apiKeyBody } from '../../../shared/contract/staff.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, t } from '../../../shared/i18n/format.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { HttpProblem } from '../../problem.ts'
import { makeApiKey, takeApiKeyBack } from '../../staff/keys.ts'
import { zoneOf } from '../../staff/view.ts'
import { Input } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import type { Shown } from '../pages.ts'
import { Entry, filled, type Returned, tried } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { AdminFrame, Once, Sure } from './frame.tsx'

const PAGE = 50

/** `/admin/keys`: keys for other systems, shown once, taken back after one question. */
export function keyPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/admin/keys', (asked) => show(asked, null))

  staff.post('/admin/keys', async (asked) => {
    const { here, form, request } = asked
    const { lang } = here
    keyedForm(asked)
    let key = ''
    const labels = { name: t(lang, 'page.admin.key.name'), staff: t(lang, 'page.admin.key.person') }
    const returned = await tried(asked, 'key', labels, async () => {
      const { name, staff: email } = filled(form, 'name', 'staff')
      const person = email ? await findStaffByEmail(deps.sql, email) : undefined
      if (email && !person) throw new HttpProblem('unknown_staff', {}, ['staff'])
      key = (await makeApiKey(deps, request, apiKeyBody.parse({ name, staff: person?.id }))).key
    })
    if (returned) return show(asked, returned)
    asked.reply.header('cache-control', 'no-store')
    return {
      page: (
        <AdminFrame here={here} title={t(lang, 'page.admin.part.keys')} part="keys">
          <Once lang={lang} title={t(lang, 'page.admin.key.onceTitle')} secret={key} to="/admin/keys" />
        </AdminFrame>
      ),
    }
  })

  staff.post('/admin/keys/:id/disabling', async ({ request, params }) => {
    if (!/^\d{1,15}$/.test(params.id ?? '')) throw new HttpProblem('not_found')
    await takeApiKeyBack(deps, request, Number(params.id))
    return { to: '/admin/keys?saved=1' }
  })

  async function show({ here, world, form }: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { lang } = here
    const entry = new Entry(here, 'key', returned)
    const before = form.cursor && !returned ? readCursor('k', 1, form.cursor)[0]! : null
    const rows = await listApiKeys(deps.sql, before, PAGE + 1)
    const keys = rows.slice(0, PAGE)
    const date = (at: number) => formatDate(lang, localDate(zoneOf(world.reference, 'KZ'), at), { year: true })
    const asked = returned ? undefined : keys.find((k) => String(k.id) === form.ask && k.disabledAt === null)
    return {
      page: (
        <AdminFrame
          here={here}
          title={t(lang, 'page.admin.part.keys')}
          part="keys"
          faults={entry.faults}
          saved={!returned && form.saved === '1'}
        >
          <p class="lead">{t(lang, 'page.admin.key.lead')}</p>
          {asked && (
            <Sure lang={lang} words={t(lang, 'page.admin.key.takeAsk', { name: asked.name })} no="/admin/keys">
              <StaffForm here={here} action={`/admin/keys/${asked.id}/disabling`}>
                <button class="button" type="submit">
                  {t(lang, 'page.admin.key.takeYes')}
                </button>
              </StaffForm>
            </Sure>
          )}
          <details class="adding" open={returned ? true : undefined}>
            <summary>{t(lang, 'page.admin.key.add')}</summary>
            <div class="adding__body">
              <StaffForm here={here} action="/admin/keys" id={entry.id}>
                <div class="fields">
                  <Input {...entry.field('name', t(lang, 'page.admin.key.name'))} maxLength={100} autocomplete="off" />
                  <Input
                    {...entry.field('staff', t(lang, 'page.admin.key.person'))}
                    hint={t(lang, 'page.admin.key.personHint')}
                    type="email"
                    maxLength={254}
                    autocomplete="off"
                  />
                </div>
                <button class="button" type="submit">
                  {t(lang, 'page.admin.key.add')}
                </button>
              </StaffForm>
            </div>
          </details>
          <h2 id="keys" class="shade">
            {t(lang, 'page.admin.part.keys')}
          </h2>
          {keys.length === 0 ? (
            <p class="quiet">{t(lang, 'page.admin.key.none')}</p>
          ) : (
            <StackTable
              labelledBy="keys"
              heads={(['name', 'person', 'made', 'state'] as const).map((head) => t(lang, `page.admin.key.${head}`))}
              rows={keys.map((k) => [
                k.name,
                k.staffName,
                date(k.createdAt),
                k.disabledAt === null ? (
                  <span class="deeds-in-row">
                    <span class="tag is-met">✓ {t(lang, 'page.admin.key.works')}</span>
                    <a href={`${inLanguage(lang, `/admin/keys?ask=${k.id}`)}#question`}>
                      {t(lang, 'page.admin.key.take')}
                      <span class="shade">: {k.name}</span>
                    </a>
                  </span>
                ) : (
                  t(lang, 'page.admin.key.taken', { date: date(k.disabledAt) })
                ),
              ])}
            />
          )}
          <Pagination
            lang={lang}
            first={before === null ? null : inLanguage(lang, '/admin/keys')}
            next={
              rows.length > PAGE ? inLanguage(lang, `/admin/keys?cursor=${writeCursor('k', keys.at(-1)!.id)}`) : null
            }
          />
        </AdminFrame>
      ),
      status: returned ? 422 : 200,
    }
  }
}
