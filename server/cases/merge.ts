import type { FastifyRequest } from 'fastify'
import { listSharing } from '../../db/facts.ts'
import type { CaseFacts } from '../../shared/domain/change.ts'
import { decideMerge } from '../../shared/domain/merge.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import { caseAfter, type InHand, idsFor, takeFurther, takeInHand } from './work.ts'

/** Joins the case of the request to another, both in the hands of the caller. Throws as `takeInHand` and `decideMerge` do. */
export async function mergeInto(
  deps: Deps,
  request: FastifyRequest,
  { into: number, reason }: { readonly into: string; readonly reason: string },
): Promise<Answer> {
  return perform<InHand & { into: InHand['row']; sharing: readonly CaseFacts[] }>(deps, request, {
    async read(world) {
      const hand = await takeInHand(deps, request, world)
      const into = await takeFurther(deps, request, world, number, 'into')
      return { ...hand, into, sharing: await listSharing(deps.sql, hand.row.facts.case.id) }
    },
    ids: ({ row, into }, now) => idsFor([row, into], now),
    decide: ({ row, by, into, sharing }, world, given, now) =>
      decideMerge(row.facts, into.facts, { reason, sharing }, by, world, given, now),
    answer: ({ cases: [change] }, hand, world, now) => ({
      status: 201,
      body: caseAfter(deps, hand, change!, world, now),
    }),
  })
}
