import { z } from 'zod'
import { cursor, limit } from './page.ts'
import { branchCode, email } from './staff.ts'
import { language, text3, words } from './text.ts'

const name3 = z.strictObject({ kk: words(300), ru: words(300), en: words(300) })
const code = z.string().min(1).max(100)

export const regionView = z
  .object({ code: z.string(), kind: z.string(), name: text3, slug: z.string(), timezone: z.string() })
  .extend({ centre: text3.extend({ lat: z.number(), lon: z.number() }) })
  .meta({ id: 'Region' })
export const districtView = z
  .object({ code: z.string().describe('KATO.'), region: z.string(), kind: z.string(), name: text3 })
  .meta({ id: 'District' })
export const categoryView = z
  .object({
    id: z.string(),
    parent: z.string().nullable(),
    name: text3,
    severity: z.number().int(),
    overallDays: z.number().int().describe('Calendar days in which a case is to be solved.'),
    level: z.string().nullable(),
    branch: z.string().nullable(),
    competent: z.array(z.string()).describe('Kinds of bodies, the first is asked first.'),
    example: text3.nullable(),
    place: z
      .enum(['hidden'])
      .nullable()
      .describe('`hidden`: outsiders are shown region and district only, neither address nor point.'),
    active: z.boolean(),
  })
  .meta({ id: 'Category' })
const replyTerm = z.object({ kind: z.enum(['law', 'letter', 'law-or-letter']) })
export const bodyView = z
  .object({
    id: z.string(),
    kind: z.string(),
    level: z.string(),
    region: z.string().nullable(),
    district: z.string().nullable(),
    parent: z.string().nullable(),
    name: text3,
    competences: z.array(z.string()),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    replyTerm,
    active: z.boolean(),
  })
  .meta({ id: 'Body' })
export const branchView = z
  .object({
    code: z.string(),
    level: z.string(),
    parent: z.string().nullable(),
    region: z.string().nullable(),
    district: z.string().nullable(),
    backup: z.string().nullable(),
    name: text3,
    timezone: z.string(),
    email: z.string().nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'Branch' })

const list = {
  all: z.stringbool().default(false).describe('Inactive ones too.'),
  cursor: cursor.optional(),
  limit: limit.default(200),
  lang: language.optional(),
}
export const regionsQuery = z.strictObject(list)
export const districtsQuery = z.strictObject({ ...list, region: code.optional() })
export const categoriesQuery = z.strictObject(list)
export const bodiesQuery = z.strictObject({
  ...list,
  region: code.optional(),
  district: code.optional(),
  kind: code.optional(),
  q: words(100).optional().describe('Words of the name, in any language.'),
})
export const branchesQuery = z.strictObject({ ...list, region: code.optional(), level: code.optional() })

const keywords = z.array(words(60)).max(100)

/** Left out: stays. An id that is not known yet makes a new row, and then what it needs must be given. */
export const categoryChange = z.strictObject({
  parent: code.nullable().optional().describe('Only for a new one.'),
  name: name3.optional(),
  severity: z.number().int().min(1).max(4).optional(),
  overallDays: z.number().int().min(1).max(3_650).optional(),
  level: z.enum(['region', 'central']).nullable().optional(),
  branch: branchCode.nullable().optional(),
  competent: z.array(code).max(20).optional(),
  example: name3.nullable().optional(),
  keywords: z
    .strictObject({ kk: keywords, ru: keywords, en: keywords })
    .nullable()
    .optional()
    .describe('Beginnings of words by which the category is known in a text.'),
  place: z.enum(['hidden']).nullable().optional(),
  active: z.boolean().optional(),
})
export const bodyChange = z.strictObject({
  kind: code.optional().describe('Only for a new one; one of the kinds there are.'),
  level: code.optional().describe('Only for a new one.'),
  region: code.nullable().optional(),
  district: code.nullable().optional(),
  parent: code.nullable().optional(),
  name: name3.optional(),
  competences: z.array(code).max(50).optional(),
  email: email.nullable().optional(),
  phone: words(40).nullable().optional(),
  replyTerm: z.strictObject({ kind: z.enum(['law', 'letter', 'law-or-letter']) }).optional(),
  note: words(1_000).nullable().optional(),
  active: z.boolean().optional(),
})
export const branchChange = z.strictObject({
  name: name3.optional(),
  backup: branchCode.nullable().optional(),
  timezone: z.string().max(60).optional(),
  email: email.nullable().optional(),
  active: z.boolean().optional().describe('Only for a branch of a district: the others are the tree itself.'),
})

export const catalogueId = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/i)
