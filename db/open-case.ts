/** A case `c` that still owes something, in the words of the partial indexes. */
export const OPEN = `c.status not in ('closed','rejected','merged')`
