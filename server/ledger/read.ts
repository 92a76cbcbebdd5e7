import { findLedgerDay, type LedgerDayRow, listChainOf, listHeads, listHeadsOf } from '../../db/ledger.ts'
import { merklePath } from '../../shared/domain/ledger.ts'
import type { Sight } from '../cases/view.ts'
import type { Deps } from '../deps.ts'
import { CASE_FORMAT, DAY_FORMAT, type LedgerAnswer, type LedgerDay, leavesOf, sha256 } from './document.ts'
import { contentsHashOf, contentsOf, envelopeOf, hashOf } from './event.ts'

/** Days whose leaves are kept; a closed day never changes. */
const KEPT = 4
const kept = new WeakMap<object, Map<string, readonly string[]>>()

/** The day as it was signed, or undefined. */
export async function readDay(deps: Deps, date: string): Promise<LedgerDay | undefined> {
  const row = await findLedgerDay(deps.sql, date)
  if (!row) return undefined
  const heads = await listHeads(deps.sql, date)
  return {
    format: DAY_FORMAT,
    ...summary(row),
    answers: row.answers as LedgerAnswer[],
    heads: heads.map(({ number, events, head }) => ({ number, events, head })),
  }
}

/** What stands of a day in the list of days. */
export function summary(row: LedgerDayRow) {
  const { date, closedAt, previous, previousRoot, leaves, root, signature, key } = row
  return {
    date,
    closedAt: new Date(closedAt).toISOString(),
    previous: previous === null || previousRoot === null ? null : { date: previous, root: previousRoot },
    leaves,
    root,
    signature,
    key,
  }
}

/** The chain of a case as far as it is closed, and the way from its last head to the root of that day. */
export async function readProof(
  deps: Deps,
  { id, number, public: isPublic }: { readonly id: number; readonly number: string; readonly public: boolean },
  sight: Sight,
) {
  const heads = await listHeadsOf(deps.sql, id)
  const last = heads.at(-1)
  const events = last ? await listChainOf(deps.sql, id, last.events) : []
  const shown = events.map((event) => {
    if (sight === 'inside')
      return { ...envelopeOf(event), salt: deps.secrets.ledgerSalt(event.id), ...contentsOf(event) }
    const known = event.public && (isPublic || sight === 'reporter')
    return known
      ? { ...envelopeOf(event), contents: contentsHashOf(event, deps.secrets) }
      : { hash: hashOf(event, deps.secrets) }
  })
  return {
    format: CASE_FORMAT,
    number,
    days: heads.map(({ date, head, events: upTo }, i) => ({
      date,
      head,
      events: shown.slice(i === 0 ? 0 : heads[i - 1]!.events, upTo),
    })),
    seal: last ? await sealOf(deps, last) : null,
  }
}

async function sealOf(deps: Deps, { date, place }: { readonly date: string; readonly place: number }) {
  const row = await findLedgerDay(deps.sql, date)
  const leaves = await leavesOn(deps, date)
  const index = 1 + row!.answers.length + place
  const { root, signature, key } = row!
  return { date, index, path: merklePath(leaves, index, sha256), leaves: leaves.length, root, signature, key }
}

async function leavesOn(deps: Deps, date: string): Promise<readonly string[]> {
  const days = kept.get(deps) ?? new Map<string, readonly string[]>()
  kept.set(deps, days)
  const known = days.get(date)
  if (known) return known
  const leaves = leavesOf((await readDay(deps, date))!)
  if (days.size >= KEPT) days.delete(days.keys().next().value!)
  days.set(date, leaves)
  return leaves
}
