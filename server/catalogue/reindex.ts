import { listIndexed, saveIndexed } from '../../db/reindex.ts'
import { searchDocument } from '../cases/search.ts'
import type { Deps } from '../deps.ts'

const BATCH = 500
/** A case that moves on each time it is read is moved by people, not by chance. */
const QUARRELS = 20

/**
 * Whether the place of a category is public has changed: by the words of its addresses its cases are found, or no longer.
 * Ended before the change is answered, so that nobody takes for hidden what can still be found.
 */
export async function reindexCategory({ sql, world, now }: Deps, category: string): Promise<void> {
  const { reference } = await world.at(now())
  for (let [after, quarrels] = [0, 0]; ; ) {
    const cases = await listIndexed(sql, category, after, BATCH)
    const docs = cases.map((c) => ({ id: c.id, version: c.version, search: searchDocument(c, reference) }))
    const [missed] = await saveIndexed(sql, docs)
    if (missed !== undefined && ++quarrels <= QUARRELS) after = missed - 1
    else if (missed !== undefined) throw new Error('a case that is searched for would not stand still')
    else if (cases.length < BATCH) return
    else after = cases.at(-1)!.id
  }
}
