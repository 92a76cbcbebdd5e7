import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { Actor } from '../../shared/domain/events.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { attachHeld, holdPhotos } from '../cases/held.ts'
import type { Intake } from '../cases/intake.ts'
import type { Deps } from '../deps.ts'
import { findAnswer, type Keyed, keyedBy } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import { readReport } from './report.ts'
import { noticeOf } from './view.ts'

const HOUR = 3_600_000

interface Told {
  readonly number: string
  readonly respondBy: number
  readonly zone: string
}

/**
 * Files what a system reports, through the intake of POST /cases, in the name of its API key. The same fields again within
 * an hour (at most two: hours are told apart by the clock) are the same report, also without an Idempotency-Key: such
 * systems ask again after a lost answer. Pictures become files of the case. Throws what `readReport` and the intake throw.
 */
export async function acceptReport(
  deps: Deps,
  intake: Intake,
  request: FastifyRequest,
  lang: Lang,
): Promise<{ number: string; notice: string }> {
  const { caller } = request
  if (caller.kind !== 'staff') throw new HttpProblem('unauthenticated')
  const by: Actor = { kind: 'staff', staff: caller.id, name: caller.name, role: caller.roles[0]! }
  const now = deps.now()
  const fields = (request.body ?? {}) as Readonly<Record<string, string>>
  const report = readReport(fields, await deps.world.at(now), by, lang)
  const hour = Math.floor(now / HOUR)
  const own = sameFields(deps, caller.id, fields, hour)
  const keyed = keyedBy(deps, request) ?? own
  const files = request.sentFiles ?? []
  await holdPhotos(deps, own.key, files)
  const before = keyed === own ? await findAnswer(deps, sameFields(deps, caller.id, fields, hour - 1)) : undefined
  const told = before
    ? (before.body as { answer: Told }).answer
    : ((
        await intake.accept({
          report,
          keyed,
          answer: ({ number, zone, respondBy }) => ({ status: 200, body: { number, zone, respondBy } satisfies Told }),
        })
      ).answer.body as Told)
  if (files.length > 0) await attachHeld(deps, told.number, own.key)
  return { number: told.number, notice: noticeOf(lang, told.zone, told.respondBy) }
}

/** Known by everything that was said, in any order, in that hour and with that person's keys. */
function sameFields(deps: Deps, staff: number, fields: Readonly<Record<string, string>>, hour: number): Keyed {
  const { api_key: _, locale: __, ...said } = fields
  const words = Object.entries(said)
    .map(([name, value]) => [name, value.trim()])
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a! < b! ? -1 : 1))
  const request = createHash('sha256').update(JSON.stringify(words)).digest('base64')
  return {
    key: deps.secrets.idempotencyKey(`staff:${staff}`, 'POST /open311/v2/requests', `${hour} ${request}`),
    request,
  }
}
