import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { language } from '../../shared/contract/text.ts'
import { CHANNELS, type Channel, KINDS, type Kind } from '../../shared/domain/case.ts'
import { isZone } from '../../shared/domain/zone.ts'

const field = z.string().min(1)
const point = z.tuple([z.number(), z.number()])

const place = z.strictObject({
  region: z.string().optional(),
  district: z.string().optional(),
  /** A point moves by to − from, in degrees. */
  shift: z.strictObject({ from: point, to: point }).optional(),
})

/** A mapping file: which column is what, and how the words of the other system become ours. `_meta.rule` says it to people. */
const mapFile = z.strictObject({
  _meta: z.looseObject({ title: z.string(), rule: z.array(z.string()).min(1) }),
  /** The name under which ids of this file are known: a second import of the same id is left out. */
  source: z.string().regex(/^[a-z0-9][a-z0-9:._-]{0,60}$/),
  delimiter: z.string().length(1).default(','),
  fields: z.strictObject({
    id: field,
    reportedAt: field,
    closedAt: field.optional(),
    dueAt: field.optional(),
    text: field.optional(),
    /** Where there is no text, these values make one. */
    textElse: z.array(field).default([]),
    title: field.optional(),
    address: field.optional(),
    closingText: field.optional(),
    agency: field.optional(),
    channel: field.optional(),
    place: field.optional(),
    category: field,
    categoryElse: field.optional(),
    lat: field.optional(),
    lon: field.optional(),
  }),
  instants: z
    .discriminatedUnion('format', [
      z.strictObject({ format: z.literal('rfc3339') }),
      z.strictObject({
        format: z.enum(['local', 'us']),
        zone: z.string().refine(isZone, { error: 'no such time zone' }),
      }),
    ])
    .default({ format: 'rfc3339' }),
  language: language.default('ru'),
  kind: z.enum(KINDS as [Kind, ...Kind[]]).default('problem'),
  /** Whether the texts may be published. */
  public: z.boolean().default(false),
  /** false: closings are left out and every report comes in open. */
  closings: z.boolean().default(true),
  places: z.record(z.string(), place).default({}),
  categories: z.strictObject({
    values: z.record(z.string(), z.string()),
    elseValues: z.record(z.string(), z.string()).default({}),
    /** For every other value; without it an unknown value is a fault of the row. */
    other: z.string().optional(),
  }),
  channels: z.record(z.string(), z.enum(CHANNELS as [Channel, ...Channel[]])).default({}),
})

export type ImportMap = z.output<typeof mapFile>

/** The default of `npm run import`: New York's 311. */
export const DEFAULT_MAP = ['db', 'reference', 'import', 'nyc311.map.json'] as const

/** Reads a mapping file. Throws with every fault in one message. */
export async function readMap(path: string): Promise<ImportMap> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Error(`The map ${path} cannot be read: ${(error as Error).message}`)
  }
  const parsed = mapFile.safeParse(json)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The map ${path} is wrong:\n${faults.join('\n')}`)
}
