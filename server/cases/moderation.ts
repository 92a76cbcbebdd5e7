import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { applyModeration } from '../../db/apply/index.ts'
import { countComplaints } from '../../db/views/moderation.ts'
import type { moderationBody } from '../../shared/contract/moderation.ts'
import { decideModeration, type ModerationPatch } from '../../shared/domain/moderation.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import { searchDocument } from './search.ts'
import { viewCase } from './view.ts'
import { type InHand, idsFor, seenAfter, takeInHand } from './work.ts'

interface Hand extends InHand {
  readonly complaints: number
}

/**
 * Takes something of a case out of public view, or puts it back, in one statement with the event that says so. Throws
 * `forbidden`, `not_found`, `nothing_to_change`.
 */
export async function moderate(
  deps: Deps,
  request: FastifyRequest,
  body: z.output<typeof moderationBody>,
): Promise<Answer> {
  return perform<Hand>(deps, request, {
    async read(world) {
      const hand = await takeInHand(deps, request, world)
      return { ...hand, complaints: await countComplaints(deps.sql, hand.row.facts.case.id, body.complaints ?? null) }
    },
    ids: ({ row }, now) => idsFor([row], now),
    decide({ row, by, complaints }, world, given, now) {
      const { facts, moderation, attachments: files } = row
      const known = { facts, moderation, erased: row.erasedAt !== null, files, complaints }
      const { change, patch } = decideModeration(known, body, by, world, given, now)
      return { cases: [change], moderation: patch }
    },
    apply: (command, stamp, { row }) =>
      applyModeration(
        deps.sql,
        command,
        stamp,
        command.change.moderation!,
        searchDocument({ ...row.facts.case, ...shownIn(command.change.moderation!) }, deps.world.reference),
      ),
    answer({ cases: [change], moderation }, { row }, world, now) {
      const seen = seenAfter(row, change!)
      const shown = { ...seen, case: { ...seen.case, ...shownIn(moderation!) } }
      return { status: 201, body: viewCase(shown, 'inside', world, deps.config.publicUrl, now) }
    },
  })
}

const shownIn = ({ title, text, address, public: isPublic }: ModerationPatch) => ({
  title,
  text,
  address,
  public: isPublic,
})
