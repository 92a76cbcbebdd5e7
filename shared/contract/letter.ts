import { z } from 'zod'
import { INSTANCES } from '../domain/next-instance.ts'
import { instant, language, text3, words } from './text.ts'

/** A letter as it would leave; nothing is written by asking for it. */
export const letterPreview = z
  .object({
    delivery: z.enum(['sending', 'by-hand']).describe('What pressing the button does: it leaves by mail, or is noted.'),
    to: z.string().nullable().describe('The address of the body.'),
    subject: z.string(),
    text: z.string(),
    html: z.string(),
    language,
    replyDueAt: instant,
    replyDueBecause: text3,
  })
  .meta({ id: 'LetterPreview' })

/** POST /contacts/{id}/letters: another letter under the number of the first, by mail. */
export const followUpBody = z
  .strictObject({
    purpose: z.enum(['reminder', 'overdue', 'extension', 'thanks']),
    text: words(5_000).optional().describe('Added to the words of the purpose.'),
  })
  .meta({ id: 'FollowUpLetter' })

export const nextInstances = z
  .object({
    reason: z
      .enum(['silence', 'refusal'])
      .nullable()
      .describe('Null: the body still has time, and nothing is proposed.'),
    replyDueAt: instant.nullable(),
    items: z.array(
      z.object({
        instance: z.enum(INSTANCES as [string, ...string[]]),
        label: text3,
        body: z.object({ code: z.string(), name: text3, email: z.string().nullable() }),
        letter: z
          .object({
            body: z.string(),
            channel: z.enum(['email', 'post']),
            subject: z.string(),
            text: z.string(),
            language,
            about: z.number().int(),
          })
          .describe('Ready for POST /cases/{number}/contacts.'),
      }),
    ),
  })
  .meta({ id: 'NextInstances' })
