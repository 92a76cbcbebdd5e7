import type { CaseChange, CaseFacts } from './change.ts'
import { begin } from './escalation.ts'
import type { Actor } from './events.ts'
import type { FileType } from './picture.ts'
import { Refusal } from './refusal.ts'
import { isOpen } from './status.ts'
import type { Ids, World } from './world.ts'

export const MOST_FILES = 10
export const LARGEST_FILE = 10 * 1024 * 1024

/** A file as it is stored, without its bytes; `sha256` is base64. */
export interface StoredFile {
  readonly id: number
  readonly name: string
  readonly mime: FileType
  readonly size: number
  readonly sha256: string
  readonly public: boolean
}

/**
 * Files of a case. The event keeps their hashes; names may hold personal data and stand apart. Throws Refusal
 * `not_in_status`, `too_many_files`.
 */
export function decideAttachment(
  facts: CaseFacts,
  present: number,
  files: readonly StoredFile[],
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): CaseChange {
  const { status } = facts.case
  if (!isOpen(status)) throw new Refusal('not_in_status', { status, move: 'update' })
  if (present + files.length > MOST_FILES) throw new Refusal('too_many_files', { max: MOST_FILES })
  const draft = begin(facts, world, ids, at)
  const data = {
    count: files.length,
    files: files.map(({ id, mime, size, sha256 }) => ({ id, mime, size, sha256 })),
  }
  const isPublic = files.some((f) => f.public)
  const eventId = draft.event('attached', by, isPublic, data, { erasable: { names: files.map((f) => f.name) } })
  if (by.kind === 'reporter') draft.tell(world.roster.person(draft.case.owner), 'reporter-added', eventId)
  return draft.change()
}
