import type { FastifyRequest } from 'fastify'
import { type AbsenceRow, endAbsence, findAbsence, insertAbsence } from '../../db/absences.ts'
import { actorOn, targetOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { changeSetting } from '../settings.ts'
import type { FullWorld } from '../world.ts'
import { viewAbsence } from './view.ts'

const DAY = 86_400_000
/** An illness is told on the day after; what is older changes nothing any more. */
const BACK_MS = 31 * DAY
const LONGEST_MS = 1_100 * DAY

export interface AbsenceInput {
  readonly staff: number
  readonly from: number
  readonly to: number
  readonly reason?: string | undefined
}

/** Throws `unknown_staff`, `forbidden`, `date_in_past`, `validation_failed`. */
export async function addAbsence(deps: Deps, request: FastifyRequest, input: AbsenceInput) {
  const { staff, from, to, reason = null } = input
  const { answer } = await changeSetting(deps, request, {
    read(world) {
      const { branch } = getPerson(world, staff)
      actorOn(request, targetOf(world, branch, staff))
      return Promise.resolve(undefined)
    },
    decide(_facts, world, ids, now) {
      const person = getPerson(world, staff)
      if (from >= to || to - from > LONGEST_MS) throw new HttpProblem('validation_failed', {}, ['to'])
      if (to <= now || from < now - BACK_MS) throw new HttpProblem('date_in_past', {}, [to <= now ? 'to' : 'from'])
      const row = { id: ids.next(), staff, from, to, reason, at: now }
      return {
        write: insertAbsence(deps.sql, row),
        // The reason may be an illness: it stands with the absence and nowhere else.
        log: { what: 'absence.add', subject: String(staff), data: { id: row.id, from, to } },
        answer: {
          status: 201,
          body: viewAbsence({ ...row, staffName: person.name, branch: person.branch }, world.reference),
        },
      }
    },
  })
  return answer!.body as ReturnType<typeof viewAbsence>
}

/** Throws `not_found`, `forbidden`, `nothing_to_change` (it is over). */
export async function removeAbsence(deps: Deps, request: FastifyRequest, id: number): Promise<void> {
  await changeSetting<{ id: number }, AbsenceRow>(deps, request, {
    async read(world) {
      const absence = await findAbsence(deps.sql, id)
      if (!absence) throw new HttpProblem('not_found')
      actorOn(request, targetOf(world, absence.branch, absence.staff))
      return absence
    },
    decide(absence, _world, _ids, now) {
      if (absence.to <= now) throw new HttpProblem('nothing_to_change')
      return {
        write: endAbsence(deps.sql, id, now, absence.from < now),
        log: { what: 'absence.end', subject: String(absence.staff), data: { id } },
      }
    },
  })
}

function getPerson(world: FullWorld, id: number) {
  const person = world.people.find((p) => p.id === id)
  if (!person || person.disabled || person.roles.includes('desk'))
    throw new HttpProblem('unknown_staff', { staff: id }, ['staff'])
  return person
}
