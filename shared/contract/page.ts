import { z } from 'zod'

export const cursor = z.string().min(1).max(200)
export const limit = z.coerce.number().int().min(1).max(200)

/** Lists page by opaque cursor. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: cursor.nullable() })
