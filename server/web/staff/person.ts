import type { Lang } from '../../../shared/domain/text.ts'
import type { FullWorld } from '../../world.ts'

/** A person of the staff and their branch, in words; nothing for whom the roster does not know. */
export function personWords({ roster, reference }: FullWorld, lang: Lang, id: number): string {
  const person = roster.person(id)
  return [person?.name, person && reference.branch(person.branch)?.name[lang]].filter(Boolean).join(', ')
}
