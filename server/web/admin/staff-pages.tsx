import { findStaff, listStaff, type StaffRow } from '../../../db/staff.ts'
import { GIVEN_ROLES, staffBody, staffChange } from '../../../shared/contract/staff.ts'
import { t } from '../../../shared/i18n/format.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { HttpProblem } from '../../problem.ts'
import type { Sessions } from '../../sessions.ts'
import { addStaff, changeStaff, resetPassword } from '../../staff/staff.ts'
import type { FormBody } from '../form-body.ts'
import { inLanguage } from '../here.ts'
import type { Shown } from '../pages.ts'
import { filled, type Returned, touchedIn, tried } from '../staff/entry.ts'
import { keyedForm, type StaffAsked, type StaffHere, type StaffPages } from '../staff/pages.ts'
import { AdminFrame, Once } from './frame.tsx'
import { backTo, ListPage, OnePage } from './staff.tsx'

const PAGE = 50

/** `/admin/staff`: people, their roles and branches, passwords that are shown once. */
export function staffPages(staff: StaffPages, sessions: Sessions): void {
  const { deps } = staff

  staff.get('/admin/staff', (asked) => showList(asked, null))

  staff.post('/admin/staff', async (asked) => {
    const { here, form, request } = asked
    keyedForm(asked)
    let made: Awaited<ReturnType<typeof addStaff>>
    const returned = await tried(asked, 'new', labelsOf(here), async () => {
      made = await addStaff(deps, request, staffBody.parse({ ...given(form), roles: rolesIn(form) }))
    })
    if (returned) return showList(asked, returned)
    asked.reply.header('cache-control', 'no-store')
    const { person, password = '' } = made!
    return {
      page: (
        <AdminFrame
          here={here}
          title={t(here.lang, 'page.admin.staff.added', { name: person.name })}
          back={{ to: '/admin/staff', text: t(here.lang, 'page.admin.part.staff') }}
        >
          <Once
            lang={here.lang}
            title={t(here.lang, 'page.admin.staff.onceTitle')}
            secret={password}
            to={`/admin/staff/${person.id}`}
          />
        </AdminFrame>
      ),
    }
  })

  staff.get('/admin/staff/:id', (asked) => showOne(asked, null))

  staff.post('/admin/staff/:id', async (asked) => {
    const { here, form, request, params } = asked
    const person = await getPerson(params.id)
    keyedForm(asked)
    const touched = touchedIn(form)
    const changed = {
      ...filled(form, ...FIELDS.filter((field) => touched(field))),
      ...(touched(...GIVEN_ROLES.map((role) => `role-${role}`)) && { roles: rolesIn(form) }),
    }
    const returned = await tried(asked, 'person', labelsOf(here), () =>
      changeStaff(deps, sessions, request, person.id, staffChange.parse(changed)),
    )
    return returned ? showOne(asked, returned) : { to: `/admin/staff/${person.id}?saved=1` }
  })

  staff.post('/admin/staff/:id/password', async (asked) => {
    const { here, params } = asked
    const person = await getPerson(params.id)
    const made = await resetPassword(deps, sessions, here.me.id, person.id, undefined)
    asked.reply.header('cache-control', 'no-store')
    return {
      page: (
        <AdminFrame here={here} title={person.name} back={backTo(here)}>
          <Once
            lang={here.lang}
            title={t(here.lang, 'page.admin.staff.onceTitle')}
            secret={made ?? ''}
            to={`/admin/staff/${person.id}`}
          />
        </AdminFrame>
      ),
    }
  })

  const patch = (path: string, change: { disabled?: boolean; twoFactor?: false }) =>
    staff.post(`/admin/staff/:id/${path}`, async (asked) => {
      const person = await getPerson(asked.params.id)
      keyedForm(asked)
      const returned = await tried(asked, 'person', labelsOf(asked.here), () =>
        changeStaff(deps, sessions, asked.request, person.id, change),
      )
      // What was typed into the form of the person is not there: the page shows them as they are.
      return returned ? showOne(asked, { ...returned, name: 'other' }) : { to: `/admin/staff/${person.id}?saved=1` }
    })
  patch('two-factor', { twoFactor: false })
  patch('disabling', { disabled: true })
  patch('enabling', { disabled: false })

  async function getPerson(id: string | undefined): Promise<StaffRow> {
    const person = /^\d{1,15}$/.test(id ?? '') ? await findStaff(deps.sql, Number(id)) : undefined
    if (!person) throw new HttpProblem('not_found')
    return person
  }

  async function showList(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here, world, form } = asked
    const disabled = form.disabled === 'yes'
    const branch = world.reference.branch(form.branch ?? '') && !returned ? form.branch! : null
    const cursor = returned ? undefined : form.cursor
    const rows = await listStaff(deps.sql, {
      branches: null,
      branch,
      role: null,
      disabled,
      afterId: cursor ? readCursor('s', 1, cursor)[0]! : 0,
      limit: PAGE + 1,
    })
    const shown = rows.slice(0, PAGE)
    const query = (more: Record<string, string> = {}) =>
      inLanguage(
        here.lang,
        `/admin/staff?${new URLSearchParams({ ...(branch ? { branch } : {}), ...(disabled ? { disabled: 'yes' } : {}), ...more })}`,
      )
    const next = rows.length > PAGE ? query({ cursor: writeCursor('s', shown.at(-1)!.id) }) : null
    return {
      page: (
        <ListPage
          here={here}
          world={world}
          people={shown}
          branch={branch}
          disabled={disabled}
          first={cursor ? query() : null}
          next={next}
          returned={returned}
        />
      ),
      status: returned ? 422 : 200,
    }
  }

  async function showOne(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here, world, form, params } = asked
    const person = await getPerson(params.id)
    return {
      page: (
        <OnePage
          here={here}
          world={world}
          person={person}
          returned={returned}
          asking={!returned && form.ask === 'disable'}
          saved={!returned && form.saved === '1'}
        />
      ),
      status: returned ? 422 : 200,
    }
  }
}

const FIELDS = ['name', 'email', 'branch', 'language'] as const

const given = (form: FormBody) => filled(form, ...FIELDS)

const rolesIn = (form: FormBody) => GIVEN_ROLES.filter((role) => form[`role-${role}`] === 'yes')

const labelsOf = ({ lang }: StaffHere) =>
  Object.fromEntries(
    (['name', 'email', 'roles', 'branch', 'language'] as const).map((f) => [f, t(lang, `page.admin.staff.${f}`)]),
  )
