import { z } from 'zod'
import {
  COMMITMENT_OUTCOMES,
  type CommitmentOutcome,
  type CommitmentState,
  PROMISERS,
  type Promiser,
} from '../domain/commitment.ts'
import { cursor, limit, page } from './page.ts'
import { date, idParam, instant, language, text3, words } from './text.ts'

const who = z.enum(PROMISERS as [Promiser, ...Promiser[]])
const id = z.number().int().positive().max(Number.MAX_SAFE_INTEGER)
const code = z.string().min(1).max(100)
const person = z.object({ id: z.number().int(), name: z.string() })
const named = z.object({ code: z.string(), name: text3 })

/** POST /cases/{number}/commitments: something somebody promised by a date; one act confirms what was found in an answer. */
export const commitmentBody = z
  .strictObject({
    who,
    body: code.optional().describe('The body that promised; without it that of the reply or the letter.'),
    staff: id.optional().describe('The person who promised.'),
    contact: id.optional(),
    reply: id.optional(),
    instruction: id.optional(),
    text: words(1_000, 3),
    dueOn: date,
  })
  .meta({ id: 'NewCommitment' })

export const outcomeBody = z
  .strictObject({
    outcome: z
      .enum(COMMITMENT_OUTCOMES as [CommitmentOutcome, ...CommitmentOutcome[]])
      .describe('`broken`: its day has passed; `moved`: another day was promised, which is followed from now on.'),
    note: words(1_000, 3).optional(),
    on: date.optional().describe('The day a body kept it on, when it is written down later.'),
    dueOn: date.optional().describe('`moved`: the new day.'),
  })
  .refine((o) => o.outcome === 'kept' || o.note !== undefined, { path: ['note'], error: 'required' })
  .refine((o) => (o.outcome === 'moved') === (o.dueOn !== undefined), { path: ['dueOn'], error: 'required' })
  .meta({ id: 'CommitmentOutcome' })

export const commitmentView = z
  .object({
    id: z.number().int(),
    case: z.string(),
    who,
    body: named.nullable(),
    branch: named.nullable(),
    staff: person.nullable(),
    text: z.string(),
    dueOn: date,
    dueAt: instant,
    because: text3,
    state: z.enum(['open', 'missed', ...COMMITMENT_OUTCOMES] as [CommitmentState, ...CommitmentState[]]),
    overdue: z.boolean(),
    source: z.enum(['found', 'staff']),
    contact: z.number().int().nullable(),
    reply: z.number().int().nullable(),
    instruction: z.number().int().nullable(),
    createdBy: person,
    createdAt: instant,
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Commitment' })
export type CommitmentView = z.infer<typeof commitmentView>
export const commitmentPage = page(commitmentView).meta({ id: 'CommitmentPage' })

const flag = z.enum(['true', 'false']).transform((v) => v === 'true')
/** What the board is asked for. */
const board = {
  who: who.optional(),
  branch: code.optional(),
  body: code.optional(),
  overdue: flag.optional(),
  lang: language.optional(),
}
export const boardQuery = z.strictObject({ ...board, cursor: cursor.optional(), limit: limit.default(50) })
export const boardFileQuery = z.strictObject(board)
export type BoardQuery = z.output<typeof boardQuery>

/** One promise of the board: a next step, an awaited reply, an instruction or a commitment, what is latest first. */
export const promiseView = z
  .object({
    kind: z.enum(['action', 'reply', 'instruction', 'commitment']),
    who,
    case: z.string(),
    url: z.string(),
    category: named,
    branch: named,
    owner: person.nullable(),
    body: named.nullable(),
    responsible: person.nullable(),
    text: z.string().nullable().describe('What was promised, asked or ordered, in the words of the paper.'),
    dueAt: instant,
    because: text3,
    overdue: z.boolean(),
    outgoingNumber: z.string().nullable(),
    contact: z.number().int().nullable(),
    instruction: z.number().int().nullable(),
    commitment: z.number().int().nullable(),
  })
  .meta({ id: 'Promise' })
export type PromiseView = z.infer<typeof promiseView>
export const boardPage = page(promiseView).meta({ id: 'PromiseBoard' })

export const commitmentParams = z.object({ id: idParam })
