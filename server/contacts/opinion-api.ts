import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { findReplyOf, type ReporterReply } from '../../db/views/replies.ts'
import { opinionBody, opinionView } from '../../shared/contract/contact.ts'
import { idParam } from '../../shared/contract/text.ts'
import { decideOpinion } from '../../shared/domain/opinion.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { type InHand, idsFor, send, takeInHand } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import { sealText } from '../seal.ts'
import type { FullWorld } from '../world.ts'

/** The reporter says whether a reply answers. */
export function opinionRoutes(app: FastifyInstance, deps: Deps): void {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/api/v1/cases/:number/replies/:reply/opinion',
    {
      schema: {
        tags: ['contacts'],
        summary: 'The reporter says whether the reply of a body answers; it stands beside the grade',
        params: numberParams.extend({ reply: idParam }),
        body: opinionBody,
        response: { 201: opinionView },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) =>
      send(
        reply,
        await giveOpinion(deps, request, request.params.reply, request.body, (world) =>
          takeInHand(deps, request, world),
        ),
      ),
  )
}

/** Writes down the reporter's opinion; API and tracking page call the same. Throws `not_found` for a reply about another case. */
export function giveOpinion(
  deps: Deps,
  request: FastifyRequest,
  reply: number,
  input: z.output<typeof opinionBody>,
  take: (world: FullWorld) => Promise<Pick<InHand, 'row'>>,
): Promise<Answer> {
  return perform<Pick<InHand, 'row'> & { given: ReporterReply }>(deps, request, {
    async read(world) {
      const { row } = await take(world)
      const given = await findReplyOf(deps.sql, row.facts.case.id, reply)
      if (!given) throw new Refusal('not_found')
      return { row, given }
    },
    ids: ({ row }, now) => idsFor([row], now),
    decide: ({ row, given }, world, own, now) =>
      decideOpinion(
        row.facts,
        given,
        input,
        world,
        own,
        now,
        input.text === undefined ? undefined : sealText(input.text),
      ),
    answer: ({ opinions }, { row }) => {
      const { opinion, text, at } = opinions![0]!
      return { status: 201, body: { reply, opinion, text, at: rfc3339(row.facts.case.zone, at) } }
    },
  })
}
