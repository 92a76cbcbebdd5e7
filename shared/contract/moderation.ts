import { z } from 'zod'
import { MODERATION_DEEDS, MODERATION_REASONS } from '../domain/moderation.ts'
import { idParam, words } from './text.ts'

/** Shorter than two letters a mask would take every word apart. */
const phrase = words(200).refine((text) => text.trim().length >= 2, { error: 'not_valid' })

export const moderationBody = z
  .strictObject({
    do: z
      .enum(MODERATION_DEEDS)
      .describe(
        '`mask` words, `hide` a file, `hide-point` (the point on the map; masking something in the address hides it, too), `remove` everything but the clock; `unmask`, `show`, `show-point`, `restore` put it back; `keep` settles complaints without a change.',
      ),
    reason: z.enum(MODERATION_REASONS).describe('Said in public.'),
    note: words(1_000).optional().describe('For colleagues.'),
    words: z.array(phrase).min(1).max(50).optional().describe('With `mask`: as they stand in the text.'),
    file: idParam.optional().describe('With `hide` and `show`.'),
    complaints: z
      .array(idParam)
      .max(100)
      .optional()
      .describe('The complaints that were looked at: only they are settled by it. Left out: all that wait.'),
  })
  .refine((body) => body.do !== 'mask' || body.words !== undefined, { path: ['words'], error: 'not_valid' })
  .refine((body) => (body.do !== 'hide' && body.do !== 'show') || body.file !== undefined, {
    path: ['file'],
    error: 'not_valid',
  })
