import { z } from 'zod'
import { idParam, language, words } from './text.ts'

export const ABUSE_REASONS = ['personal-data', 'insult', 'false', 'advert', 'other'] as const

/** What is wrong with a public case; `file` names the photo that is meant. */
export const abuseBody = z.strictObject({
  reason: z.enum(ABUSE_REASONS),
  text: words(1_000).optional(),
  file: idParam.optional(),
  language: language.optional(),
})
export const abuseAnswer = z.object({ number: z.string(), reason: z.enum(ABUSE_REASONS) }).meta({ id: 'AbuseReport' })
