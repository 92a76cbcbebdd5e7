import type { ComponentChildren } from 'preact'
import type { CategoryRow } from '../../../db/views/reference.ts'
import { bodyChange, branchChange, catalogueId, categoryChange } from '../../../shared/contract/reference.ts'
import { LANGS } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import { changeRow } from '../../catalogue/change.ts'
import { bodyRow, branchRow, categoryRow } from '../../catalogue/rows.ts'
import { HttpProblem } from '../../problem.ts'
import type { ReferenceBody, ReferenceBranch } from '../../reference.ts'
import type { FullWorld } from '../../world.ts'
import { Checkbox, Input, Select, TextArea } from '../components/form.tsx'
import { Pagination } from '../components/pagination.tsx'
import { StackTable } from '../components/stack-table.tsx'
import type { FormBody } from '../form-body.ts'
import { inLanguage } from '../here.ts'
import type { Shown } from '../pages.ts'
import { counted, Entry, filled, type Returned, tried, worded } from '../staff/entry.ts'
import { StaffForm } from '../staff/form.tsx'
import type { StaffAsked, StaffHere, StaffPages } from '../staff/pages.ts'
import { AdminFrame, type AdminPart } from './frame.tsx'

const PAGE = 100
const TERMS = ['law', 'letter', 'law-or-letter'] as const

/** Catalogue pages: branches, bodies and categories, each a list and a form; they save what the API saves. */
export function cataloguePages(staff: StaffPages): void {
  const { deps } = staff

  staff.get('/admin/branches', async ({ here, world, form }) => ({
    page: (
      <ListPage
        here={here}
        part="branches"
        form={form}
        heads={[
          t(here.lang, 'page.admin.part.branches'),
          t(here.lang, 'page.admin.branch.email'),
          t(here.lang, 'page.admin.branch.backup'),
        ]}
        items={world.reference.branches.map((b) => ({
          code: b.code,
          name: b.name,
          active: b.active,
          cells: [b.email ?? '–', (b.backup && world.reference.branch(b.backup)?.name[here.lang]) || '–'],
        }))}
      />
    ),
  }))
  staff.get('/admin/branches/:code', (asked) => showBranch(asked, null))
  staff.post('/admin/branches/:code', async (asked) => {
    const { form, request } = asked
    const { code } = branchAsked(asked)
    const returned = await tried(asked, 'branch', labelsOf(asked.here, 'email', 'backup', 'timezone'), () =>
      changeRow(
        deps,
        request,
        'branches',
        code,
        branchChange.parse({
          name: worded(form, 'name'),
          ...filled(form, 'timezone'),
          email: filled(form, 'email').email ?? null,
          backup: filled(form, 'backup').backup ?? null,
          ...(form.hasActive ? { active: form['branch-active'] === 'yes' } : {}),
        }),
        branchRow,
      ),
    )
    return returned ? showBranch(asked, returned) : { to: `/admin/branches/${code}?saved=1` }
  })

  staff.get('/admin/bodies', (asked) => showBodies(asked, null))
  staff.post('/admin/bodies', async (asked) => {
    const { form, request, here } = asked
    let id = ''
    const labels = {
      ...labelsOf(here, 'email', 'kind', 'level', 'region', 'replyTerm'),
      id: t(here.lang, 'page.admin.body.id'),
    }
    const returned = await tried(asked, 'new', labels, async () => {
      id = catalogueId.parse(form.id?.trim() || undefined)
      if (asked.world.reference.body(id)) throw new HttpProblem('validation_failed', {}, ['id'])
      const given = bodyChange.parse({
        name: worded(form, 'name'),
        ...filled(form, 'kind', 'level'),
        region: filled(form, 'region').region ?? null,
        email: filled(form, 'email').email ?? null,
        replyTerm: { ...filled({ kind: form.replyTerm ?? '' }, 'kind') },
      })
      await changeRow(deps, request, 'bodies', id, given, bodyRow)
    })
    return returned ? showBodies(asked, returned) : { to: `/admin/bodies/${id}?saved=1` }
  })
  staff.get('/admin/bodies/:code', (asked) => showBody(asked, null))
  staff.post('/admin/bodies/:code', async (asked) => {
    const { form, request } = asked
    const { id } = bodyAsked(asked)
    const returned = await tried(asked, 'body', labelsOf(asked.here, 'email', 'phone', 'note', 'replyTerm'), () =>
      changeRow(
        deps,
        request,
        'bodies',
        id,
        bodyChange.parse({
          name: worded(form, 'name'),
          email: filled(form, 'email').email ?? null,
          phone: filled(form, 'phone').phone ?? null,
          note: filled(form, 'note').note ?? null,
          replyTerm: { ...filled({ kind: form.replyTerm ?? '' }, 'kind') },
          active: form['body-active'] === 'yes',
        }),
        bodyRow,
      ),
    )
    return returned ? showBody(asked, returned) : { to: `/admin/bodies/${id}?saved=1` }
  })

  staff.get('/admin/categories', async ({ here, world, form }) => ({
    page: (
      <ListPage
        here={here}
        part="categories"
        form={form}
        heads={[
          t(here.lang, 'page.admin.part.categories'),
          t(here.lang, 'page.admin.category.severity'),
          t(here.lang, 'page.admin.category.days'),
        ]}
        items={world.reference.categories.map((c) => ({
          code: c.id,
          name: c.name,
          active: c.active,
          cells: [t(here.lang, `severity.${c.severity as 1 | 2 | 3 | 4}`), String(c.overallDays)],
        }))}
      />
    ),
  }))
  staff.get('/admin/categories/:code', (asked) => showCategory(asked, null))
  staff.post('/admin/categories/:code', async (asked) => {
    const { form, request, here } = asked
    const { id } = categoryAsked(asked)
    const labels = {
      ...labelsOf(here),
      severity: t(here.lang, 'page.admin.category.severity'),
      overallDays: t(here.lang, 'page.admin.category.days'),
      level: t(here.lang, 'page.admin.category.level'),
      competent: t(here.lang, 'page.admin.category.competent'),
      ...Object.fromEntries(LANGS.map((l) => [`keywords-${l}`, t(here.lang, `page.admin.category.keywords.${l}`)])),
    }
    const returned = await tried(asked, 'category', labels, () =>
      changeRow(
        deps,
        request,
        'categories',
        id,
        categoryChange.parse({
          name: worded(form, 'name'),
          ...counted(form, 'severity', 'overallDays'),
          level: filled(form, 'level').level ?? null,
          competent: parted(form.competent),
          keywords: Object.fromEntries(LANGS.map((l) => [l, parted(form[`keywords-${l}`])])),
          active: form['category-active'] === 'yes',
        }),
        categoryRow,
      ),
    )
    return returned ? showCategory(asked, returned) : { to: `/admin/categories/${id}?saved=1` }
  })

  async function showBranch(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here, world } = asked
    return one(asked, returned, 'branches', branchAsked(asked).name[here.lang], 'branch', (entry) => (
      <BranchFields here={here} world={world} entry={entry} branch={branchAsked(asked)} />
    ))
  }

  async function showBodies(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here, world, form } = asked
    const { reference } = world
    const entry = new Entry(here, 'new', returned)
    const { lang } = here
    return {
      page: (
        <ListPage
          here={here}
          part="bodies"
          form={returned ? {} : form}
          faults={entry.faults}
          heads={[
            t(lang, 'page.admin.part.bodies'),
            t(lang, 'page.admin.body.email'),
            t(lang, 'page.admin.body.region'),
          ]}
          items={reference.bodies.map((b) => ({
            code: b.id,
            name: b.name,
            active: b.active,
            cells: [
              b.email ?? <span class="tag is-soon">{t(lang, 'page.admin.body.missing')}</span>,
              b.region === null
                ? t(lang, 'page.admin.body.country')
                : (reference.region(b.region)?.name[lang] ?? b.region),
            ],
          }))}
        >
          <p class="notice notice--soon">{t(lang, 'page.admin.body.sample')}</p>
          <details class="adding" open={returned ? true : undefined}>
            <summary>{t(lang, 'page.admin.body.add')}</summary>
            <div class="adding__body">
              <StaffForm here={here} action="/admin/bodies" id={entry.id}>
                <NewBody here={here} world={world} entry={entry} />
                <button class="button" type="submit">
                  {t(lang, 'page.admin.body.add')}
                </button>
              </StaffForm>
            </div>
          </details>
        </ListPage>
      ),
      status: returned ? 422 : 200,
    }
  }

  async function showBody(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here } = asked
    const body = bodyAsked(asked)
    return one(asked, returned, 'bodies', body.name[here.lang], 'body', (entry) => (
      <BodyFields here={here} entry={entry} body={body} />
    ))
  }

  async function showCategory(asked: StaffAsked, returned: Returned | null): Promise<Shown> {
    const { here } = asked
    const category = categoryAsked(asked)
    return one(asked, returned, 'categories', category.name[here.lang], 'category', (entry) => (
      <CategoryFields here={here} entry={entry} category={category} />
    ))
  }
}

const parted = (text: string | undefined) =>
  (text ?? '')
    .split(/[,\n]/)
    .map((word) => word.trim())
    .filter(Boolean)

/** The page with the form of one row. */
function one(
  { here, form, params }: StaffAsked,
  returned: Returned | null,
  part: 'branches' | 'bodies' | 'categories',
  title: string,
  name: string,
  fields: (entry: Entry) => ComponentChildren,
): Shown {
  const { lang } = here
  const entry = new Entry(here, name, returned)
  return {
    page: (
      <AdminFrame
        here={here}
        title={title}
        back={{ to: `/admin/${part}`, text: t(lang, `page.admin.part.${part}`) }}
        faults={entry.faults}
        saved={!returned && form.saved === '1'}
      >
        <p class="quiet number">{params.code}</p>
        <StaffForm here={here} action={`/admin/${part}/${params.code}`} id={entry.id}>
          {fields(entry)}
          <button class="button" type="submit">
            {t(lang, 'page.admin.save')}
          </button>
        </StaffForm>
      </AdminFrame>
    ),
    status: returned ? 422 : 200,
  }
}

function branchAsked({ world, params }: StaffAsked): ReferenceBranch {
  const found = world.reference.branch(params.code ?? '')
  if (!found) throw new HttpProblem('not_found')
  return found
}
function bodyAsked({ world, params }: StaffAsked): ReferenceBody {
  const found = world.reference.body(params.code ?? '')
  if (!found) throw new HttpProblem('not_found')
  return found
}
function categoryAsked({ world, params }: StaffAsked): CategoryRow {
  const found = world.reference.category(params.code ?? '')
  if (!found) throw new HttpProblem('not_found')
  return found
}

const WORDS = {
  email: 'page.admin.branch.email',
  backup: 'page.admin.branch.backup',
  timezone: 'page.admin.branch.timezone',
  phone: 'page.admin.body.phone',
  note: 'page.admin.body.note',
  kind: 'page.admin.body.kind',
  level: 'page.admin.body.level',
  region: 'page.admin.body.region',
  replyTerm: 'page.admin.body.term',
} as const

const labelsOf = ({ lang }: StaffHere, ...fields: (keyof typeof WORDS)[]): Record<string, string> => ({
  ...Object.fromEntries(LANGS.map((l) => [`name-${l}`, t(lang, `page.admin.name.${l}`)])),
  ...Object.fromEntries(fields.map((field) => [field, t(lang, WORDS[field])])),
})

function Names({ here: { lang }, entry, name }: { here: StaffHere; entry: Entry; name?: Record<string, string> }) {
  return (
    <div class="fields">
      {LANGS.map((l) => (
        <Input {...entry.field(`name-${l}`, t(lang, `page.admin.name.${l}`), name?.[l])} maxLength={300} />
      ))}
    </div>
  )
}

function Active({ here: { lang }, entry, active }: { here: StaffHere; entry: Entry; active: boolean }) {
  const id = `${entry.name}-active`
  const checked = entry.returned ? entry.returned.form[id] === 'yes' : active
  return <Checkbox lang={lang} id={id} label={t(lang, 'page.admin.active')} checked={checked} />
}

function BranchFields({
  here,
  world,
  entry,
  branch,
}: {
  here: StaffHere
  world: FullWorld
  entry: Entry
  branch: ReferenceBranch
}) {
  const { lang } = here
  return (
    <>
      <Names here={here} entry={entry} name={branch.name} />
      <div class="fields">
        <Input {...entry.field('email', t(lang, WORDS.email), branch.email ?? '')} type="email" optional />
        <Select
          {...entry.field('backup', t(lang, WORDS.backup), branch.backup ?? '')}
          hint={t(lang, 'page.admin.branch.backupHint')}
          empty={t(lang, 'page.admin.branch.noBackup')}
          options={world.reference.branches
            .filter((b) => b.active && b.code !== branch.code && b.parent !== null)
            .map((b) => ({ value: b.code, text: b.name[lang] }))}
        />
        <Input {...entry.field('timezone', t(lang, WORDS.timezone), branch.timezone)} maxLength={60} />
      </div>
      {branch.level === 'district' && (
        <>
          <input type="hidden" name="hasActive" value="1" />
          <Active here={here} entry={entry} active={branch.active} />
        </>
      )}
    </>
  )
}

function TermSelect({ here: { lang }, entry, term }: { here: StaffHere; entry: Entry; term?: string }) {
  return (
    <Select
      {...entry.field('replyTerm', t(lang, WORDS.replyTerm), term)}
      empty={t(lang, 'page.admin.choose')}
      options={TERMS.map((one) => ({ value: one, text: t(lang, `page.admin.body.terms.${one}`) }))}
    />
  )
}

function BodyFields({ here, entry, body }: { here: StaffHere; entry: Entry; body: ReferenceBody }) {
  const { lang } = here
  return (
    <>
      <Names here={here} entry={entry} name={body.name} />
      <div class="fields">
        <Input
          {...entry.field('email', t(lang, 'page.admin.body.email'), body.email ?? '')}
          hint={t(lang, 'page.admin.body.emailHint')}
          type="email"
          optional
        />
        <Input {...entry.field('phone', t(lang, WORDS.phone), body.phone ?? '')} optional maxLength={40} />
        <TermSelect here={here} entry={entry} term={body.replyTerm.kind} />
      </div>
      <TextArea {...entry.field('note', t(lang, WORDS.note), body.note ?? '')} optional rows={3} />
      <Active here={here} entry={entry} active={body.active} />
    </>
  )
}

function NewBody({ here, world: { reference }, entry }: { here: StaffHere; world: FullWorld; entry: Entry }) {
  const { lang } = here
  const known = (field: 'kind' | 'level') =>
    [...new Set(reference.bodies.map((b) => b[field]))].sort().map((value) => ({ value, text: value }))
  return (
    <>
      <Input {...entry.field('id', t(lang, 'page.admin.body.id'))} maxLength={80} autocomplete="off" />
      <Names here={here} entry={entry} />
      <div class="fields">
        <Select
          {...entry.field('kind', t(lang, WORDS.kind))}
          empty={t(lang, 'page.admin.choose')}
          options={known('kind')}
        />
        <Select
          {...entry.field('level', t(lang, WORDS.level))}
          empty={t(lang, 'page.admin.choose')}
          options={known('level')}
        />
        <Select
          {...entry.field('region', t(lang, WORDS.region))}
          empty={t(lang, 'page.admin.body.country')}
          options={reference.regions.map((r) => ({ value: r.code, text: r.name[lang] }))}
        />
        <TermSelect here={here} entry={entry} />
        <Input {...entry.field('email', t(lang, 'page.admin.body.email'))} type="email" optional />
      </div>
    </>
  )
}

function CategoryFields({ here, entry, category }: { here: StaffHere; entry: Entry; category: CategoryRow }) {
  const { lang } = here
  const word = (name: 'severity' | 'days' | 'level' | 'competent') => t(lang, `page.admin.category.${name}`)
  return (
    <>
      <Names here={here} entry={entry} name={category.name} />
      <div class="fields">
        <Select
          {...entry.field('severity', word('severity'), String(category.severity))}
          empty={t(lang, 'page.admin.choose')}
          options={([1, 2, 3, 4] as const).map((n) => ({
            value: String(n),
            text: `${n} · ${t(lang, `severity.${n}`)}`,
          }))}
        />
        <Input
          {...entry.field('overallDays', word('days'), String(category.overallDays))}
          inputMode="numeric"
          maxLength={4}
        />
        <Select
          {...entry.field('level', word('level'), category.level ?? '')}
          empty={t(lang, 'page.admin.category.place')}
          options={(['region', 'central'] as const).map((value) => ({ value, text: t(lang, `level.${value}`) }))}
        />
      </div>
      <TextArea
        {...entry.field('competent', word('competent'), category.competent.join(', '))}
        hint={t(lang, 'page.admin.category.competentHint')}
        rows={2}
      />
      {LANGS.map((l) => (
        <TextArea
          {...entry.field(
            `keywords-${l}`,
            t(lang, `page.admin.category.keywords.${l}`),
            (category.keywords?.[l] ?? []).join(', '),
          )}
          hint={t(lang, 'page.admin.category.keywordsHint')}
          optional
          rows={2}
        />
      ))}
      <Active here={here} entry={entry} active={category.active} />
    </>
  )
}

interface Item {
  readonly code: string
  readonly name: Readonly<Record<'kk' | 'ru' | 'en', string>>
  readonly active: boolean
  readonly cells: readonly ComponentChildren[]
}

/** A list that is held in memory, found by name in any language or by code, a hundred at a time. */
function ListPage({
  here,
  part,
  form,
  heads,
  items,
  faults,
  children,
}: {
  here: StaffHere
  part: AdminPart
  form: FormBody
  heads: readonly string[]
  items: readonly Item[]
  faults?: Entry['faults']
  children?: ComponentChildren
}) {
  const { lang } = here
  const q = (form.q ?? '').trim().slice(0, 100)
  const wanted = q.toLowerCase().split(/\s+/).filter(Boolean)
  const found = items.filter((item) => {
    const all = [item.code, ...LANGS.map((l) => item.name[l])].join(' ').toLowerCase()
    return wanted.every((word) => all.includes(word))
  })
  const from = Math.max(0, Math.trunc(Number(form.from) || 0))
  const link = (at: number) => inLanguage(lang, `/admin/${part}?${new URLSearchParams({ q, from: String(at) })}`)
  return (
    <AdminFrame here={here} title={t(lang, `page.admin.part.${part}`)} part={part} {...(faults ? { faults } : {})}>
      {children}
      <form class="desk__search" method="get" action={inLanguage(lang, `/admin/${part}`)} role="search">
        <label class="shade" for="q">
          {t(lang, 'page.admin.search')}
        </label>
        <input
          class="govuk-input"
          id="q"
          name="q"
          type="search"
          value={q}
          maxLength={100}
          placeholder={t(lang, 'page.admin.search')}
        />
        <button class="button button--second" type="submit">
          {t(lang, 'page.admin.find')}
        </button>
      </form>
      <h2 id="list" class="shade">
        {t(lang, `page.admin.part.${part}`)}
      </h2>
      {found.length === 0 ? (
        <p class="notice">{t(lang, 'page.admin.none')}</p>
      ) : (
        <StackTable
          labelledBy="list"
          heads={heads}
          rows={found.slice(from, from + PAGE).map((item) => [
            <span>
              <a href={inLanguage(lang, `/admin/${part}/${item.code}`)}>{item.name[lang]}</a>{' '}
              <span class="quiet small">{item.code}</span>
              {!item.active && <span class="tag is-done">● {t(lang, 'page.admin.inactive')}</span>}
            </span>,
            ...item.cells,
          ])}
        />
      )}
      <Pagination
        lang={lang}
        first={from > 0 ? link(Math.max(0, from - PAGE)) : null}
        next={from + PAGE < found.length ? link(from + PAGE) : null}
      />
    </AdminFrame>
  )
}
