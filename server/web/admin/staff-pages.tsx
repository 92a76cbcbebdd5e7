import { findStaff, listStaff, type StaffRow } from '../../../db/staff.ts'
import { GIVEN_ROLES, staffBody, staffChange } from '../../../shared/contract/staff.ts'
import { LANGS } from '../../../shared/domain/text.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, t } from '../../../shared/i18n/format.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { HttpProblem } from '../../problem.ts'
import type { Sessions } from '../../sessions.ts'
import { addStaff, changeStaff, resetPassword } from '../../staff/staff.ts'
import { zoneOf } from '../../staff/view.ts'
import type { FullWorld } from '../../world.ts'
import { Hidden, Input, Select } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import type { FormBody } from '../form-body.ts'
import { inLanguage } from '../here.ts'
import type { Shown } from '../pages.ts'
import { Entry, filled, type Returned, tried } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import { keyedForm, type StaffAsked, type StaffHere, type StaffPages } from '../staff/pages.ts'
import { AdminFrame, Once, Sure } from './frame.tsx'

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
    const returned = await tried(asked, 'person', labelsOf(here), () =>
      changeStaff(deps, sessions, request, person.id, staffChange.parse({ ...given(form), roles: rolesIn(form) })),
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

const given = (form: FormBody) => filled(form, 'name', 'email', 'branch', 'language')
const rolesIn = (form: FormBody) => GIVEN_ROLES.filter((role) => form[`role-${role}`] === 'yes')
const backTo = ({ lang }: StaffHere) => ({ to: '/admin/staff', text: t(lang, 'page.admin.part.staff') })
const labelsOf = ({ lang }: StaffHere) =>
  Object.fromEntries(
    (['name', 'email', 'roles', 'branch', 'language'] as const).map((f) => [f, t(lang, `page.admin.staff.${f}`)]),
  )

function ListPage({
  here,
  world,
  people,
  branch,
  disabled,
  first,
  next,
  returned,
}: {
  here: StaffHere
  world: FullWorld
  people: readonly StaffRow[]
  branch: string | null
  disabled: boolean
  first: string | null
  next: string | null
  returned: Returned | null
}) {
  const { lang } = here
  const entry = new Entry(here, 'new', returned)
  return (
    <AdminFrame here={here} title={t(lang, 'page.admin.part.staff')} part="staff" faults={entry.faults}>
      <details class="adding" open={returned ? true : undefined}>
        <summary>{t(lang, 'page.admin.staff.add')}</summary>
        <div class="adding__body">
          <p class="quiet">{t(lang, 'page.admin.staff.addHint')}</p>
          <StaffForm here={here} action="/admin/staff" id={entry.id}>
            <Fields here={here} world={world} entry={entry} />
            <button class="button" type="submit">
              {t(lang, 'page.admin.staff.add')}
            </button>
          </StaffForm>
        </div>
      </details>
      <form class="row" method="get" action={inLanguage(lang, '/admin/staff')}>
        <Select
          lang={lang}
          id="branch"
          label={t(lang, 'page.admin.staff.branch')}
          unseenLabel
          empty={t(lang, 'page.admin.all')}
          value={branch ?? ''}
          options={branchOptions(world, here)}
        />
        <label class="tick">
          <input type="checkbox" name="disabled" value="yes" checked={disabled ? true : undefined} />
          {t(lang, 'page.admin.staff.withDisabled')}
        </label>
        <button class="button button--second" type="submit">
          {t(lang, 'page.admin.find')}
        </button>
      </form>
      <h2 id="people" class="shade">
        {t(lang, 'page.admin.part.staff')}
      </h2>
      {people.length === 0 ? (
        <p class="notice">{t(lang, 'page.admin.none')}</p>
      ) : (
        <StackTable
          labelledBy="people"
          heads={(['name', 'email', 'roles', 'branch', 'twoFactor'] as const).map((h) =>
            t(lang, `page.admin.staff.${h}`),
          )}
          rows={people.map((p) => [
            <span>
              <a href={inLanguage(lang, `/admin/staff/${p.id}`)}>{p.name}</a>
              {p.disabledAt !== null && <span class="tag is-done">● {t(lang, 'page.admin.staff.disabled')}</span>}
            </span>,
            p.email,
            roleWords(here, p),
            world.reference.branch(p.branch)?.name[lang] ?? p.branch,
            t(lang, p.twoFactor ? 'page.admin.staff.on' : 'page.admin.staff.off'),
          ])}
        />
      )}
      <Pagination lang={lang} first={first} next={next} />
    </AdminFrame>
  )
}

const roleWords = ({ lang }: StaffHere, p: StaffRow) =>
  p.roles.map((role) => t(lang, `role.${role as (typeof GIVEN_ROLES)[number]}`)).join(', ')

const branchOptions = ({ reference }: FullWorld, { lang }: StaffHere) =>
  reference.branches.filter((b) => b.active).map((b) => ({ value: b.code, text: b.name[lang] }))

function Fields({
  here,
  world,
  entry,
  person,
}: {
  here: StaffHere
  world: FullWorld
  entry: Entry
  person?: StaffRow
}) {
  const { lang } = here
  const word = (name: 'name' | 'email' | 'branch' | 'language') => t(lang, `page.admin.staff.${name}`)
  const has = (role: string) =>
    entry.returned ? entry.returned.form[`role-${role}`] === 'yes' : (person?.roles.includes(role) ?? false)
  return (
    <>
      <div class="fields">
        <Input {...entry.field('name', word('name'), person?.name)} maxLength={200} autocomplete="off" />
        <Input
          {...entry.field('email', word('email'), person?.email)}
          type="email"
          maxLength={254}
          autocomplete="off"
        />
        <Select
          {...entry.field('branch', word('branch'), person?.branch)}
          empty={t(lang, 'page.admin.staff.inCentre')}
          options={branchOptions(world, here)}
        />
        <Select
          {...entry.field('language', word('language'), person?.language ?? 'kk')}
          empty={t(lang, 'page.admin.choose')}
          options={LANGS.map((one) => ({ value: one, text: t(lang, `page.desk.inLanguage.${one}`) }))}
        />
      </div>
      <fieldset class="govuk-fieldset" id={`${entry.name}-roles`} tabIndex={-1}>
        <legend class="govuk-label">{t(lang, 'page.admin.staff.roles')}</legend>
        {entry.faults.has(`${entry.name}-roles`) && (
          <p class="govuk-error-message">{entry.faults.get(`${entry.name}-roles`)}</p>
        )}
        <div class="row">
          {GIVEN_ROLES.map((role) => (
            <label class="tick">
              <input type="checkbox" name={`role-${role}`} value="yes" checked={has(role) ? true : undefined} />
              {t(lang, `role.${role}`)}
            </label>
          ))}
        </div>
      </fieldset>
    </>
  )
}

function OnePage({
  here,
  world,
  person,
  returned,
  asking,
  saved,
}: {
  here: StaffHere
  world: FullWorld
  person: StaffRow
  returned: Returned | null
  asking: boolean
  saved: boolean
}) {
  const { lang } = here
  const entry = new Entry(here, 'person', returned)
  const at = `/admin/staff/${person.id}`
  const zone = zoneOf(world.reference, person.branch)
  const since = t(lang, 'page.admin.staff.since', {
    date: formatDate(lang, localDate(zone, person.createdAt), { year: true }),
  })
  const act = (path: string, text: string, hint: string) => (
    <section>
      <StaffForm here={here} action={`${at}/${path}`}>
        <Hidden values={{ from: 'page' }} />
        <button class="button button--second" type="submit">
          {text}
        </button>
      </StaffForm>
      <p class="quiet">{hint}</p>
    </section>
  )
  return (
    <AdminFrame
      here={here}
      title={person.name}
      back={backTo(here)}
      saved={saved}
      {...(returned ? { faults: returned.faults } : {})}
    >
      <p class="quiet">
        {roleWords(here, person)} · {world.reference.branch(person.branch)?.name[lang]} · {since}
        {person.disabledAt !== null && <span class="tag is-done">● {t(lang, 'page.admin.staff.disabled')}</span>}
      </p>
      {asking && person.disabledAt === null && (
        <Sure lang={lang} words={t(lang, 'page.admin.staff.disableAsk', { name: person.name })} no={at}>
          <StaffForm here={here} action={`${at}/disabling`}>
            <button class="button" type="submit">
              {t(lang, 'page.admin.staff.disableYes')}
            </button>
          </StaffForm>
        </Sure>
      )}
      <section>
        <StaffForm here={here} action={at} id={entry.id}>
          <Fields here={here} world={world} entry={entry} person={person} />
          <p>
            <button class="button" type="submit">
              {t(lang, 'page.admin.save')}
            </button>
          </p>
        </StaffForm>
      </section>
      {act('password', t(lang, 'page.admin.staff.newPassword'), t(lang, 'page.admin.staff.newPasswordHint'))}
      {person.twoFactor &&
        act('two-factor', t(lang, 'page.admin.staff.resetTwoFactor'), t(lang, 'page.admin.staff.resetTwoFactorHint'))}
      {person.disabledAt === null ? (
        <section class="danger-zone">
          <p>{t(lang, 'page.admin.staff.disableHint')}</p>
          <a class="button button--second" href={`${inLanguage(lang, `${at}?ask=disable`)}#question`}>
            {t(lang, 'page.admin.staff.disable')}
          </a>
        </section>
      ) : (
        <StaffForm here={here} action={`${at}/enabling`}>
          <button class="button" type="submit">
            {t(lang, 'page.admin.staff.enable')}
          </button>
        </StaffForm>
      )}
    </AdminFrame>
  )
}
