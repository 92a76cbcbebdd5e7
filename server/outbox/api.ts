import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { countOutbox, listOutbox, type OutboxRow } from '../../db/outbox.ts'
import { type OutboxItem, outboxPage, outboxQuery } from '../../shared/contract/outbox.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { parseCaseNumber } from '../../shared/domain/number.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'

/** GET /outbox: every message's state, for the centre and the administrator. No addresses, no words. */
export function outboxRoutes(app: FastifyInstance, deps: Deps): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/api/v1/outbox',
    {
      schema: {
        tags: ['administration'],
        summary: 'Notifications and what became of them, the newest first',
        querystring: outboxQuery,
        response: { 200: outboxPage },
      },
    },
    async (request) => {
      const { state, cursor, limit } = request.query
      const caseNumber = request.query.case === undefined ? undefined : numberIn(request.query.case)
      const below = cursor === undefined ? Number.MAX_SAFE_INTEGER : readCursor('o', 1, cursor)[0]!
      const at = deps.now()
      const [rows, counts, world] = await Promise.all([
        listOutbox(deps.sql, {
          ...(state === undefined ? {} : { state }),
          ...(caseNumber === undefined ? {} : { caseNumber }),
          below,
          limit: limit + 1,
        }),
        countOutbox(deps.sql, at),
        deps.world.at(at),
      ])
      const zone = world.branch(CENTRAL)?.zone ?? 'UTC'
      const items = rows.slice(0, limit)
      const last = items.at(-1)
      const { queued, sending, failed, unknown } = counts
      return {
        items: items.map((row) => viewItem(row, zone)),
        nextCursor: last && rows.length > limit ? writeCursor('o', last.id) : null,
        counts: { queued, sending, failed, unknown },
      }
    },
  )
}

const numberIn = (text: string): string => parseCaseNumber(text)?.number ?? text

function viewItem(row: OutboxRow, zone: string): OutboxItem {
  const instant = (ms: number) => rfc3339(zone, ms)
  return {
    ...row,
    language: row.language as OutboxItem['language'],
    state: row.state as OutboxItem['state'],
    createdAt: instant(row.createdAt),
    sendAfter: instant(row.sendAfter),
    sentAt: row.sentAt === null ? null : instant(row.sentAt),
  }
}
