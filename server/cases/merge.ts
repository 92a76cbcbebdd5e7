import type { FastifyRequest } from 'fastify'
import { listAlsoOwed } from '../../db/facts.ts'
import { decideMerge, owedName } from '../../shared/domain/merge.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import { caseAfter, type InHand, idsFor, takeFurther, takeInHand } from './work.ts'

/** Joins the case of the request to another, both in the hands of the caller. Throws as `takeInHand` and `decideMerge` do. */
export async function mergeInto(
  deps: Deps,
  request: FastifyRequest,
  { into: number, reason }: { readonly into: string; readonly reason: string },
): Promise<Answer> {
  return perform<InHand & { into: InHand['row']; alsoOwed: ReadonlySet<string> }>(deps, request, {
    async read(world) {
      const hand = await takeInHand(deps, request, world)
      const into = await takeFurther(deps, request, world, number, 'into')
      const others = await listAlsoOwed(deps.sql, hand.row.facts.case.id)
      return { ...hand, into, alsoOwed: new Set(others.map(owedName)) }
    },
    ids: ({ row, into }, now) => idsFor([row, into], now),
    decide: ({ row, by, into, alsoOwed }, world, given, now) =>
      decideMerge(row.facts, into.facts, { reason, alsoOwed }, by, world, given, now),
    answer: ({ cases: [change] }, hand, world, now) => ({
      status: 201,
      body: caseAfter(deps, hand, change!, world, now),
    }),
  })
}
