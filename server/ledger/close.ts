import {
  type ChainCase,
  type ChainEvent,
  findSpan,
  listCasesIn,
  listChainCases,
  listChainEvents,
  listLedgerDays,
  saveLedgerDay,
} from '../../db/ledger.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { chainOn, chainStart, signedText } from '../../shared/domain/ledger.ts'
import { addDays, instantOf, localDate } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { DAY_FORMAT, type LedgerAnswer, leavesOf, rootOf, sha256 } from './document.ts'
import { hashOf } from './event.ts'

/** Cases whose events are read at once. */
const BATCH = 500
const MINUTE = 60_000

/**
 * Closes the ledger up to the end of the last whole local day of the country before the instant (epoch ms). After an outage
 * one entry covers all days since. Of what happened before the first entry, a case enters when something happens to it again. Answers null when there is nothing to close, or another instance was faster.
 */
export async function closeLedger(
  deps: Deps,
  at: number,
): Promise<{ date: string; answers: number; cases: number } | null> {
  const { sql, secrets } = deps
  const { reference } = await deps.world.at(at)
  const zone = reference.branch(CENTRAL)?.zone ?? 'UTC'
  const date = addDays(localDate(zone, at), -1)
  const [last] = await listLedgerDays(sql, null, 1)
  if (last && last.date >= date) return null
  const span = await findSpan(sql, instantOf(zone, date, 0), instantOf(zone, addDays(date, 1), 0))
  if (!span) return null
  const ids = await listCasesIn(sql, span)
  // It begins with the first day on which something happened.
  if (!last && ids.length === 0) return null
  const answers: LedgerAnswer[] = []
  const heads: { caseId: number; number: string; events: number; head: string }[] = []
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH)
    const events = new Map<number, (ChainEvent & { fresh: boolean })[]>(batch.map((id) => [id, []]))
    for (const event of await listChainEvents(sql, span, batch)) events.get(event.caseId)!.push(event)
    for (const one of await listChainCases(sql, batch)) {
      const own = events.get(one.id)!
      const head = chainOn(
        one.head ?? chainStart(one.number, sha256),
        own.map((event) => hashOf(event, secrets)),
        sha256,
      )
      heads.push({ caseId: one.id, number: one.number, events: one.events + own.length, head })
      answers.push(...own.filter(({ fresh }) => fresh).flatMap((event) => answerOf(one, event)))
    }
  }
  const previous = last ? { date: last.date, root: last.root } : null
  const closedAt = new Date(at).toISOString()
  const leaves = leavesOf({ format: DAY_FORMAT, date, closedAt, previous, answers, heads })
  const root = rootOf(leaves)
  const count = (verdict: LedgerAnswer['verdict']) => answers.filter((a) => a.verdict === verdict).length
  const saved = await saveLedgerDay(
    sql,
    {
      date,
      closedAt: at,
      previous,
      root,
      signature: secrets.signLedger(signedText(date, leaves.length, root)),
      key: secrets.ledgerPublicKey(),
      leaves: leaves.length,
      answers,
      met: count('met'),
      missed: count('missed'),
      late: count('late'),
      heads,
    },
    span,
  )
  return saved ? { date, answers: answers.length, cases: heads.length } : null
}

/** The line of a verdict on an answer, or of an answer after the verdict. */
function answerOf({ number, reportedAt }: ChainCase, event: ChainEvent): LedgerAnswer[] {
  const { branch, region, category, respondBy, respondedAt } = event.state
  const line = (dueAt: number, verdict: LedgerAnswer['verdict'], answeredAt: number | null): LedgerAnswer[] => [
    {
      number,
      branch,
      region,
      category,
      reportedAt: iso(reportedAt),
      dueAt: iso(dueAt),
      verdict,
      answeredAt: answeredAt === null ? null : iso(answeredAt),
      minutes: answeredAt === null ? null : Math.round((answeredAt - reportedAt) / MINUTE),
    },
  ]
  const { deadline, verdict, dueAt } = event.data
  if (event.kind === 'verdict' && deadline === 'response') {
    return verdict === 'met' ? line(Number(dueAt), 'met', event.at) : line(Number(dueAt), 'missed', null)
  }
  const answers = event.kind === 'reacted' || event.kind === 'rejected'
  return answers && respondedAt === event.at && event.at >= respondBy ? line(respondBy, 'late', event.at) : []
}

const iso = (ms: number) => new Date(ms).toISOString()
