import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { type CommitmentShown, findCommitment, findPapersOf, type PapersOf } from '../../db/commitments.ts'
import type { CaseRow } from '../../db/views/case.ts'
import type { commitmentBody, outcomeBody } from '../../shared/contract/commitment.ts'
import { decideCommitment, decideOutcome } from '../../shared/domain/commitment.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { findPromises } from '../../shared/domain/promise.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { readOnCases } from '../cases/on-cases.ts'
import { actorFor, type InHand, idsFor, takeInHand } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import { commitmentAfter, newCommitment, viewCommitment } from './view.ts'

export type NewCommitment = z.output<typeof commitmentBody>
export type Outcome = z.output<typeof outcomeBody>

/** Writes down a promise about the case of the request; API and page call the same. Throws `not_found` for a paper of another case. */
export async function makeCommitment(deps: Deps, request: FastifyRequest, input: NewCommitment): Promise<Answer> {
  return perform<InHand & { papers: PapersOf }>(deps, request, {
    async read(world) {
      const hand = await takeInHand(deps, request, world)
      const papers = await findPapersOf(deps.sql, hand.row.facts.case.id, input)
      for (const name of ['contact', 'reply', 'instruction'] as const)
        if (input[name] !== undefined && papers[name] === null) throw new Refusal('not_found', {}, [name])
      return { ...hand, papers }
    },
    ids: ({ row }, now) => idsFor([row], now),
    decide({ row, by, papers: { contact, reply } }, world, given, now) {
      const promised =
        reply &&
        findPromises(reply.text, reply.receivedOn, world.calendar).some(
          (p) => p.dueOn === input.dueOn && p.sentence === input.text,
        )
      return decideCommitment(
        row.facts,
        {
          ...input,
          body: input.body ?? reply?.body ?? contact?.body,
          contact: input.contact ?? reply?.contact,
          source: promised ? 'found' : 'staff',
        },
        by,
        world,
        given,
        now,
      )
    },
    answer: (change, { row }, world, now) => ({
      status: 201,
      body: viewCommitment(newCommitment(change, row.facts), world, now),
    }),
  })
}

interface CommitmentInHand {
  readonly commitment: CommitmentShown
  readonly row: CaseRow
  readonly by: Actor
}

/** The commitment, for whoever may act on its case. Throws `not_found`, `forbidden`, `unauthenticated`. */
export async function takeCommitment(
  deps: Deps,
  request: FastifyRequest,
  id: number,
  world: Parameters<typeof actorFor>[2],
): Promise<CommitmentInHand> {
  const { paper: commitment, rows } = await readOnCases(
    deps,
    () => findCommitment(deps.sql, id),
    ({ caseId }) => [caseId],
  )
  const row = rows[0]!
  return { commitment, row, by: actorFor(request, row, world) }
}

/** A promise was kept, broken, put off (answered with the new one) or is taken back. */
export async function endCommitment(deps: Deps, request: FastifyRequest, id: number, input: Outcome): Promise<Answer> {
  return perform<CommitmentInHand>(deps, request, {
    read: (world) => takeCommitment(deps, request, id, world),
    ids: ({ row }, now) => idsFor([row], now),
    decide: ({ row, commitment, by }, world, given, now) =>
      decideOutcome(row.facts, commitment, input, by, world, given, now),
    answer(change, { commitment, row }, world, now) {
      const after = change.commitments
        ? newCommitment(change, row.facts)
        : commitmentAfter(commitment, change, input.outcome)
      return { status: 201, body: viewCommitment(after, world, now) }
    },
  })
}
