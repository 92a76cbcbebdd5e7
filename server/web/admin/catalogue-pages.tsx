import type { ComponentChildren } from 'preact'
import type { CategoryRow } from '../../../db/views/reference.ts'
import { bodyChange, branchChange, catalogueId, categoryChange } from '../../../shared/contract/reference.ts'
import { LANGS } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import { changeRow } from '../../catalogue/change.ts'
import { bodyRow, branchRow, categoryRow } from '../../catalogue/rows.ts'
import { HttpProblem } from '../../problem.ts'
import type { ReferenceBody, ReferenceBranch } from '../../reference.ts'
import type { Shown } from '../pages.ts'
import { counted, Entry, filled, type Returned, touchedIn, tried, worded } from '../staff/entry.ts'
import { Seen, StaffForm } from '../staff/form.tsx'
import type { StaffAsked, StaffPages } from '../staff/pages.ts'
import { BodyFields, BranchFields, CategoryFields, labelsOf, NewBody } from './catalogue-fields.tsx'
import { ListPage } from './catalogue-list.tsx'
import { AdminFrame } from './frame.tsx'

const NAMES = LANGS.map((lang) => `name-${lang}`)

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
    const touched = touchedIn(form)
    const returned = await tried(asked, 'branch', labelsOf(asked.here, 'email', 'backup', 'timezone'), () =>
      changeRow(
        deps,
        request,
        'branches',
        code,
        branchChange.parse({
          ...(touched(...NAMES) && { name: worded(form, 'name') }),
          ...(touched('timezone') && filled(form, 'timezone')),
          ...(touched('email') && { email: filled(form, 'email').email ?? null }),
          ...(touched('backup') && { backup: filled(form, 'backup').backup ?? null }),
          ...(form.hasActive && touched('branch-active') && { active: form['branch-active'] === 'yes' }),
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
    const touched = touchedIn(form)
    const returned = await tried(asked, 'body', labelsOf(asked.here, 'email', 'phone', 'note', 'replyTerm'), () =>
      changeRow(
        deps,
        request,
        'bodies',
        id,
        bodyChange.parse({
          ...(touched(...NAMES) && { name: worded(form, 'name') }),
          ...(touched('email') && { email: filled(form, 'email').email ?? null }),
          ...(touched('phone') && { phone: filled(form, 'phone').phone ?? null }),
          ...(touched('note') && { note: filled(form, 'note').note ?? null }),
          ...(touched('replyTerm') && { replyTerm: { ...filled({ kind: form.replyTerm ?? '' }, 'kind') } }),
          ...(touched('body-active') && { active: form['body-active'] === 'yes' }),
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
    const touched = touchedIn(form)
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
          ...(touched(...NAMES) && { name: worded(form, 'name') }),
          ...counted(form, ...['severity', 'overallDays'].filter((field) => touched(field))),
          ...(touched('level') && { level: filled(form, 'level').level ?? null }),
          ...(touched('competent') && { competent: parted(form.competent) }),
          ...(touched(...LANGS.map((l) => `keywords-${l}`)) && {
            keywords: Object.fromEntries(LANGS.map((l) => [l, parted(form[`keywords-${l}`])])),
          }),
          ...(touched('category-place') && { place: form['category-place'] === 'yes' ? 'hidden' : null }),
          ...(touched('category-active') && { active: form['category-active'] === 'yes' }),
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
          <Seen entry={entry} />
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
