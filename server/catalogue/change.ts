import type { FastifyRequest } from 'fastify'
import { type CatalogueTable, catalogueBefore, saveCatalogueRow } from '../../db/catalogue.ts'
import type { Deps } from '../deps.ts'
import type { Reference } from '../reference.ts'
import { changeSetting, nothing } from '../settings.ts'
import { reindexCategory } from './reindex.ts'

/** Saves an edited row of reference data; every instance reads it anew, and later shipments leave it alone. */
export async function changeRow<Given extends object>(
  deps: Deps,
  request: FastifyRequest,
  table: CatalogueTable,
  id: string,
  given: Given,
  rowOf: (id: string, given: Given, reference: Reference) => Readonly<Record<string, unknown>>,
): Promise<Reference> {
  await changeSetting(deps, request, {
    read: nothing,
    decide: (_facts, world) => ({
      write: saveCatalogueRow(deps.sql, table, rowOf(id, given, world.reference)),
      before: catalogueBefore(deps.sql, table, id),
      log: { what: `${table}.save`, subject: id, data: given as Record<string, unknown> },
    }),
  })
  if (table === 'categories' && 'place' in given && given.place !== undefined) await reindexCategory(deps, id)
  return (await deps.world.at(deps.now())).reference
}
