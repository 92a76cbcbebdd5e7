import { CENTRAL } from '../../../shared/domain/case.ts'
import { handlingBranch, type Person } from '../../../shared/domain/people.ts'
import { tokens } from '../../../shared/domain/search.ts'
import { t } from '../../../shared/i18n/text.ts'
import type { FullWorld } from '../../world.ts'
import type { Option, OptionGroup } from '../components/form.tsx'
import type { StaffHere } from '../staff/pages.ts'
import type { Check } from './parts.tsx'

const MOST_FOUND = 10

/** People to tick: those of the branch first, then whoever is ticked or was found besides. Whoever called it comes anyway. */
export function peopleChecks(
  { here, world }: { here: StaffHere; world: FullWorld },
  branch: string,
  organiser: number,
  ticked: readonly number[],
  found: readonly Person[],
): Check[] {
  const { roster, reference } = world
  const own = roster.staffOf(handlingBranch(roster, branch))
  const rest = [...ticked.flatMap((id) => roster.person(id) ?? []), ...found]
  const seen = new Map([...own, ...rest].map((person) => [person.id, person]))
  return [...seen.values()]
    .filter(({ id }) => id !== organiser)
    .map((person) => {
      const hint = [
        own.includes(person) ? '' : (reference.branch(person.branch)?.name[here.lang] ?? person.branch),
        roster.isPresent(person.id, here.now) ? '' : t(here.lang, 'page.meetings.field.away'),
      ]
      return {
        name: `staff-${person.id}`,
        text: person.name,
        hint: hint.filter(Boolean).join(', '),
        checked: ticked.includes(person.id),
      }
    })
}

/** Colleagues whose name has every word that was typed, by its beginning; Kazakh letters may be typed without their marks. */
export function findPeople(world: FullWorld, name: string): Person[] {
  const wanted = tokens(name)
  if (wanted.length === 0) return []
  return world.people
    .filter((person) => !person.disabled && !person.roles.includes('desk'))
    .filter((person) => {
      const has = tokens(person.name)
      return wanted.every((word) => has.some((part) => part.startsWith(word)))
    })
    .slice(0, MOST_FOUND)
}

/** Who may be given an instruction: those who met, then the people of the branches near the cases and of the centre. */
export function responsibleGroups(
  { here, world }: { here: StaffHere; world: FullWorld },
  met: readonly number[],
  branches: readonly string[],
): OptionGroup[] {
  const { roster, reference } = world
  const near = branches.flatMap((code) => [
    code,
    ...reference.ancestors(code).map((b) => b.code),
    ...reference.descendants(code).map((b) => b.code),
  ])
  const option = (person: Person): Option => ({ value: String(person.id), text: person.name })
  const present = met.flatMap((id) => roster.person(id) ?? []).map(option)
  const groups = [...new Set([...near, CENTRAL])].map((code) => ({
    label: reference.branch(code)?.name[here.lang] ?? code,
    options: roster
      .staffOf(code)
      .filter((person) => !met.includes(person.id))
      .map(option),
  }))
  return [{ label: t(here.lang, 'page.meetings.minutes.present'), options: present }, ...groups].filter(
    ({ options }) => options.length > 0,
  )
}
