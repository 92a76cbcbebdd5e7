import { applyFiles, type NewFile } from '../../db/apply/index.ts'
import {
  dropHeld,
  dropTaken,
  findHeld,
  type HeldBytes,
  type HeldFile,
  hasRoom,
  holdFile,
  listHeld,
  listHeldBytes,
} from '../../db/held-files.ts'
import type { CaseRow } from '../../db/views/case.ts'
import { decideAttachment } from '../../shared/domain/attachment.ts'
import { REPORTER } from '../../shared/domain/events.ts'
import type { FileType } from '../../shared/domain/picture.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Deps } from '../deps.ts'
import { performOnce } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import { getCase } from './sight.ts'
import type { Uploaded } from './upload.ts'
import { idsFor } from './work.ts'

/** Photos that go with a report; more can be added to the case afterwards. */
const MOST_PHOTOS = 5

const draftOf = (deps: Deps, key: string) => deps.secrets.match('held', key)

/**
 * Photos of a report that is still being written wait under the key of its form, so that they are sent once, shown with
 * the answers and not lost by going back. Throws HttpProblem `file_type_not_allowed`, `too_many_files`, `queue_full`.
 */
export async function holdPhotos(deps: Deps, key: string, files: readonly Uploaded[]): Promise<void> {
  if (files.length === 0) return
  if (files.some((f) => !f.mime.startsWith('image/'))) throw new HttpProblem('file_type_not_allowed')
  if (!(await hasRoom(deps.sql))) throw new HttpProblem('queue_full')
  const ids = await deps.ids.reserve(files.length)
  const draft = draftOf(deps, key)
  for (const { bytes, name, mime, sha256 } of files) {
    const file = { id: ids.next(), draft, name, mime, size: bytes.length, sha256, bytes, at: deps.now() }
    if (!(await holdFile(deps.sql, file, MOST_PHOTOS))) throw new HttpProblem('too_many_files', { max: MOST_PHOTOS })
  }
}

export const listPhotos = (deps: Deps, key: string): Promise<HeldFile[]> => listHeld(deps.sql, draftOf(deps, key))

export const findPhoto = (deps: Deps, key: string, id: number): Promise<HeldBytes | undefined> =>
  findHeld(deps.sql, draftOf(deps, key), id)

export const dropPhoto = (deps: Deps, key: string, id: number): Promise<void> =>
  dropHeld(deps.sql, draftOf(deps, key), id)

/**
 * The photos that waited become files of the case, each once however often this is asked: a form sent twice, or again after
 * the line broke between the report and its photos.
 */
export async function attachHeld(deps: Deps, number: string, key: string): Promise<void> {
  const draft = draftOf(deps, key)
  const held = await listHeldBytes(deps.sql, draft, number)
  try {
    if (held.length > 0) await attach(deps, number, held)
  } catch (error) {
    // All of them are there already.
    if (!(error instanceof Refusal && error.code === 'nothing_to_change')) throw error
  }
  await dropTaken(deps.sql, draft, number)
}

/** Files given by the reporter, under ids that are theirs already. Throws Refusal `not_in_status`, `too_many_files`, `nothing_to_change`. */
async function attach(deps: Deps, number: string, held: readonly HeldBytes[]): Promise<void> {
  let made: NewFile[] = []
  await performOnce<CaseRow>(deps, null, {
    read: () => getCase(deps, number),
    ids: (row, now) => idsFor([row], now),
    decide(row, world, given, now) {
      const { id: caseId, public: casePublic } = row.facts.case
      const known = new Set(row.attachments.map((f) => f.id))
      const fresh = held.filter((f) => !known.has(f.id))
      if (fresh.length === 0) throw new Refusal('nothing_to_change')
      made = fresh.map((f) => ({ ...f, caseId, public: casePublic, byKind: 'reporter', byStaff: null, at: now }))
      const stored = made.map((f) => ({ ...f, mime: f.mime as FileType }))
      const present = row.attachments.filter((f) => f.byKind !== 'body').length
      return { cases: [decideAttachment(row.facts, present, stored, REPORTER, world, given, now)] }
    },
    apply: (command, stamp) => applyFiles(deps.sql, command, stamp, made),
    answer: () => ({ status: 201, body: null }),
  })
}
