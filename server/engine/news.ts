import { findNews, saveNews } from '../../db/news.ts'
import type { Deps } from '../deps.ts'
import type { Did, Pass } from './pass.ts'

/** Events looked at in one round; most have no follower. */
const EVENTS = 2_000

/** Tells the followers of cases what has happened since, each once. Late, twice, or in several processes: nobody hears double. */
export async function newsDue(deps: Deps, pass: Pass): Promise<Did> {
  const did = { news: 0 }
  for (let quarrels = 0; quarrels < 20 && (await pass.alive()); ) {
    const news = await findNews(deps.sql, EVENTS)
    if (news === undefined) break
    const ids = await deps.ids.reserve(news.told.length)
    const saved = await saveNews(
      deps.sql,
      news,
      news.told.map(() => ids.next()),
      pass.at,
    )
    if (saved) did.news += news.told.length
    else quarrels++
  }
  return did
}
