import type { FastifyRequest } from 'fastify'
import type { CaseRow } from '../../db/views/case.ts'
import { findCase } from '../../db/views/case.ts'
import { isPointHidden } from '../../shared/domain/moderation.ts'
import { parseCaseNumber } from '../../shared/domain/number.ts'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { roleOn, targetOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import type { SeenCase, Sight } from './view.ts'

/** The number as the database writes it. Throws `invalid_number`: a misheard digit is told apart from an unknown case. */
export function readNumber(text: string, path: string[] = ['number']): string {
  const parsed = parseCaseNumber(text)
  if (!parsed) throw new Refusal('invalid_number', {}, path)
  return parsed.number
}

/** The case with this number. Throws `invalid_number`, `not_found`. */
export async function getCase(deps: Deps, number: string, path?: string[]): Promise<CaseRow> {
  const row = await findCase(deps.sql, readNumber(number, path))
  if (!row) throw new Refusal('not_found', {}, path)
  return row
}

/** How much of this case the caller sees, as the permission table says of reading one. */
export function sightOf(request: FastifyRequest, row: CaseRow, world: FullWorld): Sight {
  const { caller } = request
  if (caller.kind === 'reporter') return caller.tokenHash === row.trackingHash ? 'reporter' : 'outside'
  const { branch, owner } = row.facts.case
  const role = roleOn(request, targetOf(world, branch, owner), PERMISSIONS['GET /api/v1/cases/:number'])
  return role ? 'inside' : 'outside'
}

/** A row as views take it. */
export function seenCase(row: CaseRow): SeenCase {
  const { supporters, updatedAt, erasedAt, moderation, attachments } = row
  const masks = moderation?.words ?? null
  return {
    case: {
      ...row.facts.case,
      supporters,
      updatedAt,
      erasedAt,
      masks,
      pointHidden: isPointHidden(moderation, row.facts.case.address),
    },
    deadlines: row.seenDeadlines,
    attachments,
  }
}
