import type { Deps } from '../deps.ts'
import { closeLedger } from '../ledger/close.ts'
import type { Did, Pass } from './pass.ts'

/** The public ledger is closed each night; late, twice or in many processes: one entry a day. */
export async function ledgerDue(deps: Deps, pass: Pass): Promise<Did> {
  const closed = await closeLedger(deps, pass.at)
  return { days: closed ? 1 : 0, answers: closed?.answers ?? 0, cases: closed?.cases ?? 0 }
}
