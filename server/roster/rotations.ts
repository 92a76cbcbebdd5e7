import type { FastifyRequest } from 'fastify'
import { endRotation, findRotation, insertRotation, type RotationRow, withShifts } from '../../db/rotations.ts'
import { listDutyOf, type NewShift } from '../../db/shifts.ts'
import { type Rotation, shiftsOf } from '../../shared/domain/roster.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { instantOf } from '../../shared/domain/zone.ts'
import { actorOn, targetOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { changeSetting } from '../settings.ts'
import { zoneOf } from '../staff/view.ts'
import { getUsable, refuseOverlap } from './shifts.ts'
import { viewRotation } from './view.ts'

/** So far ahead the shifts of a rotation stand in the roster. */
export const AHEAD_MS = 60 * 86_400_000
/** Sixty days of shifts of one day each, and a few for the margins. */
export const SHIFTS_AHEAD = 70

export type RotationInput = Omit<Rotation, 'id'>

/**
 * A rotation begins, and its shifts of the next 60 days are written with it. Throws `unknown_branch`, `forbidden`,
 * `unknown_staff`, `date_in_past`, `shifts_overlap` (a member is on duty then already).
 */
export async function addRotation(deps: Deps, request: FastifyRequest, input: RotationInput) {
  const { answer } = await changeSetting(deps, request, {
    ids: SHIFTS_AHEAD + 10,
    read(world) {
      const { branch } = input
      if (!world.reference.branch(branch)) throw new HttpProblem('unknown_branch', { branch }, ['branch'])
      actorOn(request, targetOf(world, branch))
      return listDutyOf(deps.sql, input.members, deps.now())
    },
    decide(duty, world, ids, now) {
      const { branch, members, startsOn, shiftDays, handover } = input
      const people = members.map((id) => getUsable(world, branch, id, 'members'))
      const zone = zoneOf(world.reference, branch)
      if (instantOf(zone, startsOn, handover) < now - 86_400_000 * shiftDays)
        throw new HttpProblem('date_in_past', {}, ['startsOn'])
      const row = { id: ids.next(), branch, members, startsOn, shiftDays, handover, at: now }
      const shifts = shiftsBetween(row, zone, now, now + AHEAD_MS, ids, now)
      for (const shift of shifts) refuseOverlap(duty, shift, ['members'])
      const writtenUntil = now + AHEAD_MS
      return {
        write: insertRotation(deps.sql, { ...row, writtenUntil }),
        more: withShifts(deps.sql, shifts),
        log: { what: 'rotation.add', subject: branch, data: { id: row.id, members, startsOn, shiftDays, handover } },
        answer: {
          status: 201,
          body: viewRotation(
            { ...row, names: people.map((p) => p.name), writtenUntil, endedAt: null },
            world.reference,
          ),
        },
      }
    },
  })
  return answer!.body as ReturnType<typeof viewRotation>
}

/** The rows of a rotation for the shifts that begin or run in [from, to). */
export function shiftsBetween(
  rotation: Rotation,
  zone: string,
  from: number,
  to: number,
  ids: Ids,
  at: number,
): NewShift[] {
  return shiftsOf(rotation, zone, from, to).map((s) => ({ ...s, id: ids.next(), rotation: rotation.id, at }))
}

/** Ends a rotation; what has not begun is taken from the roster. Throws `not_found`, `forbidden`. */
export async function removeRotation(deps: Deps, request: FastifyRequest, id: number): Promise<void> {
  await changeSetting<{ id: number }, RotationRow>(deps, request, {
    async read(world) {
      const rotation = await findRotation(deps.sql, id)
      if (!rotation || rotation.endedAt !== null) throw new HttpProblem('not_found')
      actorOn(request, targetOf(world, rotation.branch))
      return rotation
    },
    decide: (rotation, _world, _ids, now) => ({
      ...endRotation(deps.sql, id, now),
      log: { what: 'rotation.end', subject: rotation.branch, data: { id } },
    }),
  })
}
