import { listPolicies, type PolicyRow } from '../../../db/policies.ts'
import { policyBody, trialBody } from '../../../shared/contract/policy.ts'
import { DEADLINE_KINDS, type DeadlineKind } from '../../../shared/domain/deadline.ts'
import { t } from '../../../shared/i18n/format.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { activate, draftPolicy, getPolicy, runTrial } from '../../policies/policies.ts'
import { HttpProblem } from '../../problem.ts'
import { Pagination } from '../components/pagination.tsx'
import { inLanguage } from '../here.ts'
import type { Shown } from '../pages.ts'
import { counted, filled, type Returned, tried } from '../staff/entry.ts'
import { keyedForm, type StaffAsked, type StaffPages } from '../staff/pages.ts'
import { AdminFrame } from './frame.tsx'
import { OnePage, State, story } from './policy.tsx'
import { dataIn } from './policy-edit.ts'
import { EditPage, GENERAL } from './policy-form.tsx'

const PAGE = 50

/** `/admin/policies`: the ladders drawn, a draft made from a version, its trial on past cases, its activation. */
export function policyPages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/admin/policies', async ({ here, world, form }) => {
    const { lang } = here
    const before = form.cursor ? readCursor('p', 1, form.cursor)[0]! : null
    const rows = await listPolicies(deps.sql, before, PAGE + 1)
    const shown = rows.slice(0, PAGE)
    const link = (cursor: string) => inLanguage(lang, `/admin/policies?cursor=${cursor}`)
    return {
      page: (
        <AdminFrame here={here} title={t(lang, 'page.admin.part.policies')} part="policies">
          <p class="lead">{t(lang, 'page.admin.policy.lead')}</p>
          <ul class="plain">
            {shown.map((p) => (
              <li>
                <a href={inLanguage(lang, `/admin/policies/${p.version}`)}>
                  {t(lang, 'page.admin.policy.version', { n: p.version })}
                </a>{' '}
                <State here={here} state={p.state} /> {p.createdBy !== null && p.note && <span>{p.note} </span>}
                <span class="quiet small">{story(here, world, p).join(' · ')}</span>
              </li>
            ))}
          </ul>
          <Pagination
            lang={lang}
            first={before === null ? null : inLanguage(lang, '/admin/policies')}
            next={rows.length > PAGE ? link(writeCursor('p', shown.at(-1)!.version)) : null}
          />
        </AdminFrame>
      ),
    }
  })

  staff.get('/admin/policies/:version', (asked) => showOne(asked, null))

  staff.post('/admin/policies/:version/trial', async (asked) => {
    const policy = await policyAsked(asked)
    keyedForm(asked)
    const labels = { days: t(asked.here.lang, 'page.admin.policy.trialDays') }
    const returned = await tried(asked, 'trial', labels, () => {
      const { days } = trialBody.parse(counted(asked.form, 'days'))
      return runTrial(deps, asked.request, policy.version, days)
    })
    return returned ? showOne(asked, returned) : { to: `/admin/policies/${policy.version}#trial` }
  })

  staff.post('/admin/policies/:version/activation', async (asked) => {
    const policy = await policyAsked(asked)
    keyedForm(asked)
    const returned = await tried(asked, 'activation', {}, () => activate(deps, asked.request, policy.version))
    return returned ? showOne(asked, returned) : { to: `/admin/policies/${policy.version}?activated=1` }
  })

  staff.get('/admin/policies/:version/edit', (asked) => showEdit(asked, null))

  staff.post('/admin/policies/:version/edit', async (asked) => {
    const { here, form, request } = asked
    const policy = await policyAsked(asked)
    keyedForm(asked)
    const { version: _, ...base } = policy.data
    let made = 0
    const word = (name: (typeof GENERAL)[number][0] | 'note') => t(here.lang, `page.admin.policy.${name}`)
    const labels = {
      ...Object.fromEntries(GENERAL.map(([name]) => [name, word(name)])),
      note: word('note'),
      form: t(here.lang, 'page.admin.policy.ladder', { deadline: t(here.lang, `deadline.${kindOf(form.kind)}`) }),
    }
    const returned = await tried(asked, 'policy', labels, async () => {
      const data = dataIn(form, base, kindOf(form.kind))
      const body = policyBody.parse({ data, ...filled(form, 'note') })
      made = (await draftPolicy(deps, request, body as never)).version
    })
    return returned ? showEdit(asked, returned) : { to: `/admin/policies/${made}` }
  })

  async function policyAsked({ params }: StaffAsked): Promise<PolicyRow> {
    if (!/^\d{1,9}$/.test(params.version ?? '')) throw new HttpProblem('not_found')
    return getPolicy(deps, Number(params.version))
  }

  async function showOne(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const policy = await policyAsked(asked)
    const { here, world, form } = asked
    return {
      page: (
        <OnePage
          here={here}
          world={world}
          policy={policy}
          returned={returned}
          asking={!returned && form.ask === 'activate'}
          activated={!returned && form.activated === '1'}
        />
      ),
      status: returned ? 422 : 200,
    }
  }

  async function showEdit(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const policy = await policyAsked(asked)
    const { here, form } = asked
    return {
      page: <EditPage here={here} policy={policy} kind={kindOf(form.kind)} returned={returned} />,
      status: returned ? 422 : 200,
    }
  }
}

const kindOf = (text: string | undefined): DeadlineKind => DEADLINE_KINDS.find((kind) => kind === text) ?? 'response'
