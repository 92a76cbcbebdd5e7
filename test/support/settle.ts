import { foldDue } from '../../server/engine/fold.ts'
import type { TestApp } from './app.ts'

/**
 * Waits until every event is below the line that nothing can appear under any more: transactions of other databases on
 * the same cluster, of tests beside this one, hold the line back for a moment.
 */
export async function settle({ database }: Pick<TestApp, 'database'>): Promise<void> {
  const end = performance.now() + 30_000
  for (;;) {
    const [row] = await database.sql`
      select coalesce(max(xid::text::bigint) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint, true) as settled from events`
    if (row!.settled) return
    if (performance.now() > end) throw new Error('the events do not settle')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** Folds everything there is. */
export async function foldAll(test: Pick<TestApp, 'database' | 'deps'>): Promise<void> {
  await settle(test)
  await foldDue(test.deps, { alive: () => Promise.resolve(true) })
}
