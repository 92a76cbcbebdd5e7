/**
 * An instant of the database as epoch milliseconds. In float8 and not by `extract`, whose numeric arithmetic was a third of
 * the engine's reading.
 */
export const ms = (column: string): string => `(date_part('epoch', ${column}) * 1000)::bigint`
