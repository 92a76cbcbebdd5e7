import { readReporter } from '../../db/reporter.ts'
import type { Deps } from '../deps.ts'
import type { ReporterContacts } from './report.ts'
import type { InHand } from './work.ts'

export interface OpenedContacts {
  readonly name: string | null
  readonly phone: string | null
  readonly email: string | null
  readonly iin: string | null
  /** Epoch milliseconds. */
  readonly erasedAt: number | null
}

/** The reporter's contacts of a case in hand, in clear; the reading is logged with the person and the role. */
export async function openContacts(deps: Deps, { row, by }: InHand, now: number): Promise<OpenedContacts> {
  const { id } = row.facts.case
  const ids = await deps.ids.reserve(1)
  const { sealed, erasedAt } = await readReporter(deps.sql, {
    id: ids.next(),
    caseId: id,
    staff: by.staff!,
    role: by.role!,
    at: now,
  })
  const contacts: ReporterContacts = sealed ? JSON.parse(deps.secrets.unseal(sealed, `reporter:${id}`)) : {}
  const { name = null, phone = null, email = null, iin = null } = contacts
  return { name, phone, email, iin, erasedAt }
}
