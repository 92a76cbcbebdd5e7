import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { listLedgerDays } from '../../db/ledger.ts'
import { caseProofView, ledgerDayView, ledgerPage, ledgerQuery } from '../../shared/contract/ledger.ts'
import { date } from '../../shared/contract/text.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { asBuilt, numberParams } from '../cases/read-api.ts'
import { getCase, sightOf } from '../cases/sight.ts'
import { csvOf } from '../csv.ts'
import type { Deps } from '../deps.ts'
import type { LedgerDay } from './document.ts'
import { readDay, readProof, summary } from './read.ts'

const dateParams = z.object({ date })
const COLUMNS = [
  'number',
  'branch',
  'region',
  'category',
  'reportedAt',
  'dueAt',
  'verdict',
  'answeredAt',
  'minutes',
] as const

/** GET /ledger/…: every closed day, signed, for everyone; GET /cases/{number}/proof: that a case stands in it unchanged. */
export function ledgerRoutes(app: FastifyInstance, deps: Deps): void {
  const routes = app.withTypeProvider<ZodTypeProvider>()

  async function dayOf(date: string): Promise<LedgerDay> {
    const day = await readDay(deps, date)
    if (!day) throw new Refusal('not_found')
    return day
  }

  routes.get(
    '/api/v1/ledger/heads',
    {
      schema: {
        tags: ['ledger'],
        summary: 'The signed roots of the closed days, the newest first',
        querystring: ledgerQuery,
        response: { 200: ledgerPage },
      },
      serializerCompiler: asBuilt,
    },
    async ({ query }, reply) => {
      const rows = await listLedgerDays(deps.sql, query.cursor ?? null, query.limit + 1)
      const items = rows.slice(0, query.limit).map((row) => {
        const { met, missed, late, cases } = row
        return { ...summary(row), met, missed, late, cases }
      })
      return reply.send({ items, nextCursor: rows.length > query.limit ? items.at(-1)!.date : null })
    },
  )

  routes.get(
    '/api/v1/ledger/:date.json',
    {
      schema: {
        tags: ['ledger'],
        summary:
          'A closed day: its answers, the heads of its cases, its root and signature; `npm run verify` checks it',
        params: dateParams,
        response: { 200: ledgerDayView },
      },
      serializerCompiler: asBuilt,
    },
    async ({ params }, reply) => {
      const day = await dayOf(params.date)
      reply.header('content-disposition', `attachment; filename="daybreak-ledger-${day.date}.json"`)
      return reply.send(day)
    },
  )

  routes.get(
    '/api/v1/ledger/:date.csv',
    { schema: { tags: ['ledger'], summary: 'The answers of a closed day, for a spreadsheet', params: dateParams } },
    async ({ params }, reply) => {
      const day = await dayOf(params.date)
      reply.header('content-disposition', `attachment; filename="daybreak-ledger-${day.date}.csv"`)
      reply.type('text/csv; charset=utf-8')
      return reply.send(csvOf([[...COLUMNS], ...day.answers.map((answer) => COLUMNS.map((column) => answer[column]))]))
    },
  )

  routes.get(
    '/api/v1/cases/:number/proof',
    {
      schema: {
        tags: ['ledger'],
        summary:
          'The chain of a case and its place in the ledger, as far as the reader may know it; `npm run verify` checks it',
        params: numberParams,
        response: { 200: caseProofView },
      },
      serializerCompiler: asBuilt,
    },
    async (request, reply) => {
      const world = await deps.world.at(deps.now())
      const row = await getCase(deps, request.params.number)
      const proof = await readProof(deps, row.facts.case, sightOf(request, row, world))
      reply.header('content-disposition', `attachment; filename="daybreak-case-${row.facts.case.number}.json"`)
      return reply.send(proof as never)
    },
  )
}
