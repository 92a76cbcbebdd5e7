import { type Case, CENTRAL } from '../../../shared/domain/case.ts'
import { handlingBranch, type Person, worksOnCases } from '../../../shared/domain/people.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import type { Option, OptionGroup } from '../components/form.tsx'
import type { StaffHere } from '../staff/pages.ts'

/** Who is there to take a case, by branch, the nearest first, each with their load. */
export function peopleGroups(world: FullWorld, here: StaffHere, c: Case): OptionGroup[] {
  const { roster, reference } = world
  const near = [
    c.branch,
    handlingBranch(roster, c.branch),
    ...reference.ancestors(c.branch).map((b) => b.code),
    ...reference.descendants(c.branch).map((b) => b.code),
    CENTRAL,
  ]
  const all = here.me.branch === CENTRAL ? [...near, ...reference.branches.map((b) => b.code)] : near
  return [...new Set(all)].flatMap((code) => {
    const options = roster
      .staffOf(code)
      .filter((person) => worksOnCases(person) && roster.isPresent(person.id, here.now) && person.id !== c.owner)
      .sort((a, b) => roster.load(a.id) - roster.load(b.id) || a.id - b.id)
      .map((person) => optionOf(person, world, here.lang))
    return options.length > 0 ? [{ label: reference.branch(code)?.name[here.lang] ?? code, options }] : []
  })
}

function optionOf(person: Person, { roster }: FullWorld, lang: Lang): Option {
  return {
    value: String(person.id),
    text: t(lang, 'page.desk.field.ownerLoad', { name: person.name, n: roster.load(person.id) }),
  }
}

/** Where a case may be sent: within the region for a branch, anywhere for the centre. */
export function branchOptions({ reference }: FullWorld, { lang, me }: StaffHere, c: Case): Option[] {
  const own = [
    me.branch,
    ...reference.ancestors(me.branch).map((b) => b.code),
    ...reference.descendants(me.branch).map((b) => b.code),
  ]
  return reference.branches
    .filter((b) => b.active && b.code !== c.branch && (me.branch === CENTRAL || own.includes(b.code)))
    .map((b) => ({ value: b.code, text: b.name[lang] }))
}

/** Bodies of the place and of the country, competent ones first. */
export function bodyOptions({ reference }: FullWorld, lang: Lang, c: Case): Option[] {
  const competent = reference.competentBodies(c.category, c.region, c.district).map(({ body }) => body)
  const known = new Set(competent.map((body) => body.id))
  const others = reference.bodies.filter(
    (body) =>
      body.active && !known.has(body.id) && (body.region === null || c.region === null || body.region === c.region),
  )
  return [...competent, ...others].map((body) => ({ value: body.id, text: body.name[lang] }))
}
