import { z } from 'zod'
import { CONTACT_CHANNELS, DELIVERIES, GRADES } from '../domain/contact.ts'
import { LETTER_PURPOSES, LETTER_STATES, MOST_ANNEXES } from '../domain/mailing.ts'
import { cursor, limit, page } from './page.ts'
import { date, idParam, instant, instantMs, language, text3, words } from './text.ts'

const oneOf = (values: readonly string[]) => z.enum(values as [string, ...string[]])
const body = z.string().min(1).max(100)
const incomingNumber = words(100)

/** POST /cases/{number}/contacts: one letter (call, visit …) to a body, about this case and others. */
export const contactBody = z
  .strictObject({
    body,
    channel: oneOf(CONTACT_CHANNELS),
    subject: words(500, 3),
    text: words(20_000, 3),
    alsoCases: z.array(z.string().min(1).max(60)).max(50).optional(),
    replyDueOn: date.optional().describe('The date named in the letter; without it the term of law.'),
    sentAt: instantMs.optional(),
    registeredOn: date.optional(),
    incomingNumber: incomingNumber.optional(),
    language: language.optional(),
    about: idParam.optional().describe('An earlier contact that this letter follows: the next instance after silence.'),
    annexes: z
      .array(z.union([idParam, z.strictObject({ mail: idParam, n: z.number().int().min(0).max(1_000) })]))
      .max(MOST_ANNEXES)
      .optional()
      .describe('Files of these cases, by id, and files of mails placed on their letters: together at most 15 MB.'),
  })
  .meta({ id: 'NewContact' })
export type ContactBody = z.output<typeof contactBody>

export const registrationBody = z.strictObject({ registeredOn: date, incomingNumber })
export const replyBody = z.strictObject({
  receivedAt: instantMs,
  incomingNumber: incomingNumber.optional(),
  text: words(50_000),
  grade: oneOf(GRADES),
})
export const untilBody = z.strictObject({ until: date, reason: words(2_000, 3) })
export const redirectBody = z.strictObject({ body, receivedOn: date, replyDueOn: date.optional() })
/** What a person can know of a letter; the rest is the machine's. */
export const deliveryBody = z.strictObject({
  delivery: oneOf(['sent', 'delivered', 'failed', 'by-hand', 'sending']).describe('`sending`: send it once more.'),
  note: words(1_000, 3),
  letter: idParam
    .optional()
    .describe('One that followed the first under its number, such as a reminder; without it the first.'),
})

export const OPINIONS = ['answered', 'partly', 'not'] as const
export const gradeBody = z.strictObject({ grade: oneOf(GRADES), note: words(1_000).optional() })
export const opinionBody = z.strictObject({ opinion: z.enum(OPINIONS), text: words(2_000).optional() })
export const opinionView = z
  .object({ reply: z.number().int(), opinion: z.enum(OPINIONS), text: z.string().nullable(), at: instant })
  .meta({ id: 'ReplyOpinion' })

const person = z.object({ id: z.number().int(), name: z.string() })
/** What the body chose on the form: an answer, a refusal, or passing the letter on to somebody we do not know. */
const replyForm = z.object({
  kind: z.enum(['answer', 'refusal', 'redirect']),
  to: z.string().optional(),
  name: z.string().optional(),
  registeredOn: date.optional(),
  incomingNumber: z.string().optional(),
})

export const replyView = z.object({
  id: z.number().int(),
  receivedAt: instant,
  incomingNumber: z.string().nullable(),
  text: z.string(),
  grade: oneOf(GRADES).nullable().describe('Null: it came by itself and waits to be graded.'),
  recordedBy: person.nullable(),
  recordedAt: instant,
  source: z.enum(['staff', 'mail', 'form']),
  mail: z.number().int().nullable(),
  form: replyForm.nullable(),
  gradedBy: person.nullable(),
  gradedAt: instant.nullable(),
  opinions: z
    .array(z.object({ case: z.string(), opinion: z.enum(OPINIONS), text: z.string().nullable(), at: instant }))
    .describe('What the reporters say, beside the grade.'),
  files: z.array(
    z.object({ id: z.number().int(), name: z.string(), mime: z.string(), size: z.number().int(), url: z.string() }),
  ),
  promises: z
    .array(z.object({ sentence: z.string(), dueOn: date }))
    .describe('Dates found in the text that nobody has made a commitment of yet.'),
})

/** A letter by mail and what became of it. */
const letterView = z.object({
  id: z.number().int(),
  purpose: z.enum(LETTER_PURPOSES as [string, ...string[]]),
  state: z.enum(LETTER_STATES as [string, ...string[]]),
  address: z.string(),
  createdAt: instant,
  sentAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  attempts: z.number().int(),
  fault: z.string().nullable(),
  annexes: z.array(
    z.object({
      file: z.number().int(),
      n: z.number().int().nullable(),
      name: z.string(),
      mime: z.string(),
      size: z.number().int(),
    }),
  ),
  history: z.array(
    z.object({ state: oneOf(LETTER_STATES), at: instant, fault: z.string().optional(), by: z.string().optional() }),
  ),
})

export const contactView = z
  .object({
    id: z.number().int(),
    outgoingNumber: z.string(),
    body: z.object({ code: z.string(), name: text3 }),
    channel: oneOf(CONTACT_CHANNELS),
    subject: z.string(),
    text: z.string(),
    language,
    branch: z.string(),
    author: z.object({ id: z.number().int(), name: z.string() }),
    authorRole: z.string(),
    createdAt: instant,
    sentAt: instant.nullable(),
    delivery: oneOf(DELIVERIES),
    deliveryNote: z.string().nullable(),
    registeredOn: date.nullable(),
    incomingNumber: z.string().nullable(),
    replyDueOn: date.nullable(),
    replyDueAt: instant.nullable(),
    replyDueBecause: text3.nullable(),
    overdue: z.boolean(),
    extendedUntil: date.nullable(),
    answeredAt: instant.nullable(),
    state: z.string(),
    cases: z.array(z.string()),
    about: z.object({ id: z.number().int(), outgoingNumber: z.string() }).nullable(),
    letters: z.array(letterView).describe('What left by mail under the number, oldest first.'),
    replies: z.array(replyView),
  })
  .meta({ id: 'Contact' })
export type ContactView = z.infer<typeof contactView>

export const contactPage = page(contactView).meta({ id: 'ContactPage' })
export const paperQuery = z.strictObject({
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: language.optional(),
})
