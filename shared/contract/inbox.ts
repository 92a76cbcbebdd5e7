import { z } from 'zod'
import { cursor, limit, page } from './page.ts'
import { idParam, instant, language, text3, words } from './text.ts'

export const MAIL_STATES = [
  'placed',
  'held',
  'auto-reply',
  'bounce',
  'own',
  'duplicate',
  'quarantined',
  'discarded',
] as const

export const inboxQuery = z.strictObject({
  state: z
    .enum(['pen', ...MAIL_STATES])
    .default('pen')
    .describe('`pen`: what waits for a person (held and quarantined)'),
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: language.optional(),
})

export const mailParams = z.object({ id: idParam })
export const mailFileParams = mailParams.extend({ n: z.coerce.number().int().min(0).max(1_000) })
export const placementBody = z.strictObject({ contact: z.number().int().positive().max(Number.MAX_SAFE_INTEGER) })
export const dismissalBody = z.strictObject({ reason: words(1_000, 3) })

const address = z.object({ name: z.string(), address: z.string() })

export const guessView = z
  .object({
    contact: z.number().int(),
    score: z.number().int().describe('0–99; never certain'),
    hints: z.array(z.string()),
    outgoingNumber: z.string(),
    body: z.object({ code: z.string(), name: text3 }),
    subject: z.string(),
    sentAt: instant,
    state: z.string(),
    cases: z.array(z.string()),
  })
  .meta({ id: 'MailGuess' })

export const mailFileView = z.object({
  n: z.number().int(),
  name: z.string(),
  mime: z.string(),
  size: z.number().int(),
  refused: z.string().nullable().describe('Why it is only named: type, size, count, empty, broken'),
  inline: z.boolean(),
  url: z.string().nullable(),
})

const item = {
  id: z.number().int(),
  state: z.enum(MAIL_STATES),
  reason: z.string().nullable(),
  receivedAt: instant,
  via: z.string(),
  size: z.number().int(),
  from: address.nullable(),
  subject: z.string(),
  excerpt: z.string(),
  files: z.array(mailFileView),
  guesses: z.array(guessView),
  contact: z.object({ id: z.number().int(), outgoingNumber: z.string() }).nullable(),
  handledBy: z.object({ id: z.number().int(), name: z.string() }).nullable(),
  handledAt: instant.nullable(),
  note: z.string().nullable(),
}

export const mailItem = z.object(item).meta({ id: 'InboxItem' })
export const mailView = z
  .object({
    ...item,
    to: z.array(z.string()),
    envelopeFrom: z.string(),
    date: instant.nullable(),
    messageId: z.string().nullable(),
    text: z.string(),
    quoted: z.string().describe('The history it quotes'),
    cut: z.boolean(),
    rawUrl: z.string(),
  })
  .meta({ id: 'InboxMail' })
export type MailItem = z.infer<typeof mailItem>
export type MailView = z.infer<typeof mailView>

export const inboxPage = page(mailItem).meta({ id: 'InboxPage' })
