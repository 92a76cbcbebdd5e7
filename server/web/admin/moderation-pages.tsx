import type { CaseRow } from '../../../db/views/case.ts'
import { listComplainedCases, listComplaints } from '../../../db/views/moderation.ts'
import { moderationBody } from '../../../shared/contract/moderation.ts'
import { parseCaseNumber } from '../../../shared/domain/number.ts'
import { t } from '../../../shared/i18n/format.ts'
import { moderate } from '../../cases/moderation.ts'
import { getCase } from '../../cases/sight.ts'
import { actorFor } from '../../cases/work.ts'
import { HttpProblem } from '../../problem.ts'
import { readCase } from '../case-read.ts'
import type { Shown } from '../pages.ts'
import { filled, type Returned, tried } from '../staff/entry.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { ListPage, OnePage } from './moderation.tsx'

const MOST = 100

/** `/admin/moderation`: complaints that wait, and one case with what can be taken out of public view. */
export function moderationPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/admin/moderation', async ({ here, world, form }) => {
    const parsed = form.number ? parseCaseNumber(form.number) : null
    if (parsed) return { to: `/admin/moderation/${parsed.number}` }
    const cases = await listComplainedCases(deps.sql, MOST)
    return { page: <ListPage here={here} world={world} cases={cases} wrong={form.number} /> }
  })

  staff.get('/admin/moderation/:number', (asked) => show(asked, null))

  staff.post('/admin/moderation/:number', async (asked) => {
    const { form, request, here, world, params } = asked
    // Who may not is told so before what they typed is looked at.
    actorFor(request, await caseAsked(params.number), world)
    keyedForm(asked)
    const deed = form.do ?? ''
    const name =
      deed === 'hide' || deed === 'show' ? `file-${form.file}` : deed.endsWith('-point') ? 'point' : deed || 'mask'
    const labels = {
      words: t(here.lang, 'page.admin.moderation.maskWords'),
      reason: t(here.lang, 'page.admin.moderation.reason'),
      note: t(here.lang, 'page.admin.moderation.note'),
    }
    const returned = await tried(asked, name, labels, async () => {
      const words = (form.words ?? '')
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean)
      const body = moderationBody.parse({
        ...filled(form, 'do', 'reason', 'note', 'file'),
        ...(deed === 'mask' && words.length > 0 ? { words } : {}),
        // What came in after the page was opened nobody has looked at: it waits on.
        ...(form.looked ? { complaints: form.looked.match(/\d+/g) ?? [] } : {}),
      })
      await moderate(deps, request, body)
    })
    return returned ? show(asked, returned) : { to: `/admin/moderation/${asked.params.number}?saved=1` }
  })

  async function caseAsked(text: string | undefined): Promise<CaseRow> {
    const parsed = parseCaseNumber(text ?? '')
    if (!parsed) throw new HttpProblem('not_found')
    return getCase(deps, parsed.number)
  }

  async function show(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here, request, params, form } = asked
    const row = await caseAsked(params.number)
    actorFor(request, row, asked.world)
    const { case: c } = row.facts
    const [seen, read, complaints] = await Promise.all([
      readCase(deps, c.number, 'outside', here.now),
      readCase(deps, c.number, 'inside', here.now),
      listComplaints(deps.sql, c.id, MOST),
    ])
    return {
      page: (
        <OnePage
          here={here}
          seen={seen}
          read={read}
          complaints={complaints}
          returned={returned}
          saved={!returned && form.saved === '1'}
        />
      ),
      status: returned ? 422 : 200,
    }
  }
}
