import { z } from 'zod'

/** No NUL (PostgreSQL cannot hold it) and no lone surrogates (not text at all). */
const wellFormed = (value: string) => !value.includes('\u0000') && value.isWellFormed()

/** Text of a person: trimmed, `min`–`max` characters. */
export const words = (max: number, min = 1) =>
  z.string().trim().min(min).max(max).refine(wellFormed, { error: 'not_text' })

export const language = z.enum(['kk', 'ru', 'en'])
export const text3 = z.object({ kk: z.string(), ru: z.string(), en: z.string() })

/** A local date; outside the years 2000–2099 it is a mistake, and PostgreSQL cannot count with some of them. */
export const date = z.iso.date().refine((value) => /^20/.test(value), { error: 'out_of_range' })
/** An instant with its offset (RFC 3339). */
export const instant = z.iso.datetime({ offset: true })

/** Instants come in as RFC 3339 and are epoch milliseconds inside; outside the years 2000–2100 they are mistakes. */
export const instantMs = instant.refine(
  (value) => {
    const at = Date.parse(value)
    return at >= 946_684_800_000 && at < 4_102_444_800_000
  },
  { error: 'out_of_range' },
)

export const idParam = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)
