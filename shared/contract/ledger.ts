import { z } from 'zod'
import { date, instant } from './text.ts'

const n = z.number().int().nonnegative()
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256, hex')
const key = z.string().describe('Ed25519, base64url')

const seal = {
  leaves: n,
  root: hash.describe(
    'Root of the Merkle tree (RFC 9162, 2.1) over what the day is, its answers and its heads, each as RFC 8785.',
  ),
  signature: key.describe('Over "daybreak-ledger-1", the date, the number of leaves and the root, each on a line.'),
  key,
}
const previous = z.object({ date, root: hash }).nullable()

export const ledgerDayView = z
  .object({
    format: z.literal('daybreak-ledger-1'),
    date,
    closedAt: instant,
    previous,
    answers: z.array(
      z.object({
        number: z.string(),
        branch: z.string(),
        region: z.string().nullable(),
        category: z.string(),
        reportedAt: instant,
        dueAt: instant,
        verdict: z.enum(['met', 'missed', 'late']).describe('`late`: an answer after the verdict `missed`.'),
        answeredAt: instant.nullable(),
        minutes: n.nullable().describe('From the report to the answer.'),
      }),
    ),
    heads: z.array(z.object({ number: z.string(), events: n, head: hash })),
    ...seal,
  })
  .meta({ id: 'LedgerDay' })

export const ledgerQuery = z.object({
  cursor: date.optional().describe('The date of the last entry seen.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const ledgerPage = z
  .object({
    items: z.array(z.object({ date, closedAt: instant, previous, met: n, missed: n, late: n, cases: n, ...seal })),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'LedgerHeads' })

const envelope = { id: n, kind: z.string(), at: instant, recordedAt: instant, by: z.string(), public: z.boolean() }

/** What an event is hashed from, as far as the reader may know it. */
const proofEvent = z.union([
  z.object({ ...envelope, salt: z.string(), staff: n.nullable(), role: z.string().nullable(), data: z.unknown() }),
  z.object({ ...envelope, contents: hash }),
  z.object({ hash }),
])

export const caseProofView = z
  .object({
    format: z.literal('daybreak-case-1'),
    number: z.string(),
    days: z.array(z.object({ date, head: hash, events: z.array(proofEvent) })),
    seal: z
      .object({ date, index: n, path: z.array(hash), ...seal })
      .nullable()
      .describe('Of the last day: the head is the leaf at the index.'),
  })
  .meta({ id: 'CaseProof' })
