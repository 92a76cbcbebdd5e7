import { listAnnexes } from '../../db/annexes.ts'
import { findContact } from '../../db/views/contacts.ts'
import type { Annex, AnnexAsked } from '../../shared/domain/mailing.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Deps } from '../deps.ts'

/** What a new letter takes along: files of its cases, and the contact it follows. */
export interface Attached {
  readonly annexes: readonly Annex[]
  readonly about: { readonly id: number; readonly outgoingNumber: string } | null
}

const isAsked = ({ file, n }: Annex, asked: AnnexAsked): boolean =>
  typeof asked === 'number' ? file === asked && n == null : file === asked.mail && n === asked.n

/** Throws Refusal `unknown_annex` for a file of another case, `not_found` for a contact of none of these cases. */
export async function attached(
  deps: Deps,
  about: number | undefined,
  files: readonly AnnexAsked[],
  cases: readonly number[],
): Promise<Attached> {
  const annexes = files.length === 0 ? [] : await listAnnexes(deps.sql, files, cases)
  const missing = files.find((asked) => !annexes.some((annex) => isAsked(annex, asked)))
  if (missing !== undefined) {
    const file = typeof missing === 'number' ? missing : missing.mail
    throw new Refusal('unknown_annex', { file }, ['annexes'])
  }
  if (about === undefined) return { annexes, about: null }
  const earlier = await findContact(deps.sql, about)
  if (!earlier?.cases.some((c) => cases.includes(c.id))) throw new Refusal('not_found', {}, ['about'])
  return { annexes, about: { id: earlier.id, outgoingNumber: earlier.outgoingNumber } }
}
