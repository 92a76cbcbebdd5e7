import type { ComponentChildren } from 'preact'
import { CENTRAL } from '../../../shared/domain/case.ts'
import { t } from '../../../shared/i18n/text.ts'
import { actorOn, roleOn, targetOf } from '../../caller.ts'
import { HttpProblem } from '../../problem.ts'
import type { ReferenceBranch } from '../../reference.ts'
import type { FullWorld } from '../../world.ts'
import { ErrorSummary, type Faults, NO_FAULTS, Select } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { StaffAsked, StaffHere } from '../staff/pages.ts'

const PARTS = ['board', 'roster', 'brief', 'figures'] as const
export type Part = (typeof PARTS)[number]

export const partPath = (part: Part, code: string, more: Readonly<Record<string, string>> = {}) =>
  `/branch${part === 'board' ? '' : `/${part}`}?${new URLSearchParams({ branch: code, ...more })}`

/** The branch of the address, else the own one. Throws `not_found`, `forbidden`: the permission table decides. */
export function branchOf({ request, here, world, form }: StaffAsked): ReferenceBranch {
  const asked = (request.query as Record<string, unknown>).branch ?? form.branch
  const code = typeof asked === 'string' && asked !== '' ? asked : here.me.branch
  const branch = world.reference.branch(code)
  if (!branch) throw new HttpProblem('not_found')
  actorOn(request, targetOf(world, code))
  return branch
}

/** Whether this person may also change it, as the rule of the route says. */
export function mayOn({ request, world }: StaffAsked, rule: Parameters<typeof roleOn>[2], code: string): boolean {
  return roleOn(request, targetOf(world, code), rule) !== null
}

/** The branches whose page this person may open: the own and those below, for the centre all. */
function branchesFor({ reference }: FullWorld, { me }: StaffHere): readonly ReferenceBranch[] {
  const all = me.branch === CENTRAL
  return reference.branches.filter(
    (b) => b.active && (all || b.code === me.branch || reference.ancestors(b.code).some((a) => a.code === me.branch)),
  )
}

/** The frame of the pages of a branch: its name, which other ones there are, its four parts. */
export function BranchFrame({
  here,
  world,
  branch,
  part,
  faults = NO_FAULTS,
  children,
}: {
  here: StaffHere
  world: FullWorld
  branch: ReferenceBranch
  part: Part
  faults?: Faults
  children: ComponentChildren
}) {
  const { lang } = here
  const name = branch.name[lang]
  const others = branchesFor(world, here)
  const title = t(lang, 'page.branch.title', { name })
  return (
    <StaffLayout
      here={here}
      at="branch"
      title={`${t(lang, `page.branch.part.${part}`)} · ${title}`}
      faulty={faults.size > 0}
      assets={['tools.css']}
    >
      <div class="wide section tools">
        <ErrorSummary lang={lang} faults={faults} />
        <div class="tools__head">
          <h1>{title}</h1>
          {others.length > 1 && (
            <form
              class="tools__pick no-print"
              method="get"
              action={inLanguage(lang, partPath(part, '').split('?')[0]!)}
            >
              <Select
                lang={lang}
                id="branch"
                label={t(lang, 'page.branch.which')}
                unseenLabel
                empty={t(lang, 'page.branch.which')}
                value={branch.code}
                options={others.map((b) => ({ value: b.code, text: b.name[lang] }))}
              />
              <button class="button button--second" type="submit">
                {t(lang, 'page.branch.show')}
              </button>
            </form>
          )}
        </div>
        <nav class="switch no-print" aria-label={t(lang, 'page.branch.parts')}>
          {PARTS.map((one) => (
            <a href={inLanguage(lang, partPath(one, branch.code))} aria-current={one === part ? 'page' : undefined}>
              {t(lang, `page.branch.part.${one}`)}
            </a>
          ))}
        </nav>
        {children}
      </div>
    </StaffLayout>
  )
}

/** Which branch a form of the page is about stands in its address. */
export const aboutBranch = (path: string, code: string) => `${path}?branch=${encodeURIComponent(code)}`

/** A question before something is taken away: it has an address of its own, and "no" leads back. */
export function Question({
  lang,
  words,
  no,
  children,
}: {
  lang: StaffHere['lang']
  words: string
  /** Without the language. */
  no: string
  /** The form that says yes. */
  children: ComponentChildren
}) {
  return (
    <section class="notice notice--soon question" id="question" aria-labelledby="question-words">
      <h2 id="question-words">{words}</h2>
      <div class="row">
        {children}
        <a class="button button--second" href={inLanguage(lang, no)}>
          {t(lang, 'page.branch.roster.ask.no')}
        </a>
      </div>
    </section>
  )
}
