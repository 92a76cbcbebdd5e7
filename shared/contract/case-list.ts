import { z } from 'zod'
import { LEVELS } from '../domain/case.ts'
import { STATUSES } from '../domain/status.ts'
import { caseView } from './case.ts'
import { cursor, limit, page } from './page.ts'
import { date, instantMs, language } from './text.ts'

/** Values parted by commas, or the name given several times: `status=received,reopened`. */
const several = <T extends z.ZodType>(item: T) =>
  z.preprocess(
    (given) =>
      (Array.isArray(given) ? given : [given]).flatMap((one) => (typeof one === 'string' ? one.split(',') : [one])),
    z.array(item).min(1).max(20),
  )

const code = z.string().min(1).max(100)
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** A day ('YYYY-MM-DD', in the reader's region or Astana's time) or an instant. */
const moment = z.union([date, instantMs])

/** GET /cases. An unknown name is refused: a filter that is silently ignored gives a wrong list. */
export const caseQuery = z.strictObject({
  region: code.optional(),
  district: code.optional(),
  category: several(code).optional().describe('Codes; a category holds those below it.'),
  status: several(z.enum([...STATUSES, 'open'] as unknown as [string, ...string[]]))
    .optional()
    .describe('`open`: every status in which something is owed.'),
  stage: z.coerce.number().int().min(1).max(2).optional(),
  level: several(z.enum(LEVELS as [string, ...string[]])).optional(),
  branch: code.optional(),
  below: flag.optional().describe('With `branch`: the branches below it too.'),
  owner: z
    .union([z.literal('me'), z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)])
    .optional()
    .describe('`me` or the number of a person; staff only.'),
  overdue: flag.optional(),
  dueBefore: moment.optional(),
  severity: several(z.coerce.number().int().min(1).max(4)).optional(),
  q: z.string().trim().min(1).max(200).optional().describe('Words, the last may be unfinished; or a case number.'),
  from: moment.optional().describe('Reported from this day or instant on.'),
  to: moment.optional().describe('Reported up to and with this day, or before this instant.'),
  bbox: z.string().max(100).optional().describe('west,south,east,north in degrees.'),
  near: z.string().max(100).optional().describe('lat,lon or lat,lon,metres (1,000 unless told; at most 10,000).'),
  sort: z
    .enum(['newest', 'reported', 'due'])
    .optional()
    .describe('`due`: what is due next first; it leaves out what owes nothing.'),
  cursor: cursor.optional(),
  limit: limit.default(50),
  lang: language.optional(),
})
export type CaseQuery = z.output<typeof caseQuery>

export const casePage = page(caseView).meta({ id: 'CasePage' })
