import { bigint, customType, timestamp } from 'drizzle-orm/pg-core'

/** An instant; always with zone, read and written as epoch milliseconds by db/client.ts. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 })

/** An identifier given out by db/ids.ts before the row is decided. */
export const id = (name = 'id') => bigint(name, { mode: 'number' })

export const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
export const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' })
