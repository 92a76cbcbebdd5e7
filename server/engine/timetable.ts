import type { Deps } from '../deps.ts'
import { inboundDue } from '../inbound/receive.ts'
import { auditDue } from './audit.ts'
import { briefsDue } from './brief.ts'
import { mailsDue } from './deliver.ts'
import { escalationsDue } from './escalate.ts'
import { figuresDue } from './fold.ts'
import { forgetDue } from './forget.ts'
import { handOversDue } from './hand-over.ts'
import { ledgerDue } from './ledger.ts'
import { lettersDue } from './letters.ts'
import { newsDue } from './news.ts'
import type { Did, Pass } from './pass.ts'
import { redatingsDue } from './redate.ts'
import { rotationsDue } from './rotate.ts'

const HOUR = 3_600_000

export interface Job {
  readonly name: string
  /** At least so long between two runs; 0: in every pass in which something waits (db/waiting.ts knows for what). */
  readonly every: number
  readonly run: (deps: Deps, pass: Pass) => Promise<Did>
}

/** Everything that happens by the clock. Order matters: what a pass decides is told to people in the same pass. */
export const TIMETABLE: readonly Job[] = [
  { name: 'redate', every: 0, run: redatingsDue },
  { name: 'rotate', every: HOUR, run: rotationsDue },
  { name: 'hand-over', every: 0, run: handOversDue },
  { name: 'escalate', every: 0, run: escalationsDue },
  { name: 'letters', every: 0, run: lettersDue },
  { name: 'fold', every: 0, run: figuresDue },
  { name: 'news', every: 0, run: newsDue },
  { name: 'ledger', every: HOUR, run: ledgerDue },
  { name: 'brief', every: 0, run: briefsDue },
  { name: 'deliver', every: 0, run: mailsDue },
  // Late in the pass: a flood of mail must keep no deadline waiting.
  { name: 'receive', every: 0, run: inboundDue },
  { name: 'forget', every: HOUR, run: forgetDue },
  { name: 'audit', every: HOUR, run: auditDue },
]
