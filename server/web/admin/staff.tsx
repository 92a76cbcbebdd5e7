import type { StaffRow } from '../../../db/staff.ts'
import { GIVEN_ROLES } from '../../../shared/contract/staff.ts'
import { LANGS } from '../../../shared/domain/text.ts'
import { localDate } from '../../../shared/domain/zone.ts'
import { formatDate, t } from '../../../shared/i18n/format.ts'
import { zoneOf } from '../../staff/view.ts'
import type { FullWorld } from '../../world.ts'
import { Hidden, Input, Select } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import { inLanguage } from '../here.ts'
import { Entry, type Returned } from '../staff/entry.ts'
import { Seen, StaffForm } from '../staff/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import { AdminFrame, Sure } from './frame.tsx'

export const backTo = ({ lang }: StaffHere) => ({ to: '/admin/staff', text: t(lang, 'page.admin.part.staff') })

export function ListPage({
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
  const has = (role: string) => entry.ticked(`role-${role}`, person?.roles.includes(role) ?? false)
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

export function OnePage({
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
          <Seen entry={entry} />
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
