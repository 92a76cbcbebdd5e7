import type { FastifyRequest } from 'fastify'
import {
  cutShift,
  deleteShift,
  findShift,
  insertShifts,
  listDutyOf,
  type ShiftRow,
  swapShift,
} from '../../db/shifts.ts'
import { worksOnCases } from '../../shared/domain/people.ts'
import { actorOn, targetOf } from '../caller.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { changeSetting } from '../settings.ts'
import type { FullWorld } from '../world.ts'
import { viewShift } from './view.ts'

/** Longer than anybody can be on duty at a stretch: a mistake in the year. */
const SHIFT_MAX_MS = 62 * 86_400_000

/**
 * A person who can be on duty in the branch: works on cases, in this branch or in one above it. Throws `unknown_staff`.
 */
export function getUsable(world: FullWorld, branch: string, id: number, path: string) {
  const person = world.people.find((p) => p.id === id)
  const near = person && [branch, ...world.reference.ancestors(branch).map((b) => b.code)].includes(person.branch)
  if (!person || person.disabled || !near || !worksOnCases(person))
    throw new HttpProblem('unknown_staff', { staff: id }, [path])
  return person
}

export function refuseOverlap(
  spans: readonly { readonly staff: number; readonly from: number; readonly to: number }[],
  wanted: { readonly staff: number; readonly from: number; readonly to: number },
  path: readonly string[] = ['from'],
): void {
  if (spans.some((s) => s.staff === wanted.staff && s.from < wanted.to && wanted.from < s.to))
    throw new HttpProblem('shifts_overlap', {}, path)
}

/** Throws `unknown_branch`, `forbidden`, `unknown_staff`, `date_in_past`, `validation_failed`, `shifts_overlap`. */
export async function addShift(
  deps: Deps,
  request: FastifyRequest,
  input: { readonly branch: string; readonly staff: number; readonly from: number; readonly to: number },
) {
  const { branch, staff, from, to } = input
  const { answer } = await changeSetting(deps, request, {
    read(world) {
      if (!world.reference.branch(branch)) throw new HttpProblem('unknown_branch', { branch }, ['branch'])
      actorOn(request, targetOf(world, branch))
      return listDutyOf(deps.sql, [staff], from)
    },
    decide(duty, world, ids, now) {
      const person = getUsable(world, branch, staff, 'staff')
      if (from >= to || to - from > SHIFT_MAX_MS) throw new HttpProblem('validation_failed', {}, ['to'])
      if (to <= now) throw new HttpProblem('date_in_past', {}, ['to'])
      refuseOverlap(duty, input)
      const row = { id: ids.next(), branch, staff, from, to, at: now }
      const view = viewShift(
        { ...row, staffName: person.name, rotation: null, swappedFrom: null, swappedFromName: null },
        world.reference,
      )
      return {
        write: insertShifts(deps.sql, [row]),
        log: { what: 'duty.add', subject: branch, data: { id: row.id, staff, from, to } },
        answer: { status: 201, body: view },
      }
    },
  })
  return answer!.body as ReturnType<typeof viewShift>
}

/** Throws `not_found`, `forbidden`, `nothing_to_change` (it is over). */
export async function removeShift(deps: Deps, request: FastifyRequest, id: number): Promise<void> {
  await changeSetting(deps, request, {
    read: (world) => readShift(deps, request, world, id),
    decide(shift, _world, _ids, now) {
      if (shift.to <= now) throw new HttpProblem('nothing_to_change')
      const { branch, staff, from, to } = shift
      return {
        write: shift.from < now ? cutShift(deps.sql, id, now) : deleteShift(deps.sql, id),
        log: { what: 'duty.remove', subject: branch, data: { id, staff, from, to } },
      }
    },
  })
}

/**
 * Another person takes the shift: all of it when it has not begun, else what is left of it. Throws `not_found`,
 * `forbidden`, `unknown_staff`, `nothing_to_change`, `shifts_overlap`.
 */
export async function swapShiftTo(deps: Deps, request: FastifyRequest, id: number, staff: number) {
  const { answer } = await changeSetting(deps, request, {
    async read(world) {
      const shift = await readShift(deps, request, world, id)
      return { shift, duty: await listDutyOf(deps.sql, [staff], shift.from, id) }
    },
    decide({ shift, duty }, world, ids, now) {
      if (shift.to <= now || shift.staff === staff) throw new HttpProblem('nothing_to_change')
      const person = getUsable(world, shift.branch, staff, 'staff')
      const begun = shift.from < now
      const from = begun ? now : shift.from
      refuseOverlap(duty, { staff, from, to: shift.to }, ['staff'])
      const { branch, to } = shift
      const rest = {
        id: begun ? ids.next() : id,
        branch,
        staff,
        from,
        to,
        swappedFrom: shift.swappedFrom ?? shift.staff,
      }
      const view = viewShift(
        {
          ...rest,
          staffName: person.name,
          rotation: begun ? null : shift.rotation,
          swappedFromName: shift.swappedFromName ?? shift.staffName,
        },
        world.reference,
      )
      return {
        ...(begun
          ? {
              write: insertShifts(deps.sql, [{ ...rest, at: now }]),
              more: deps.sql`cut as (update duty set ends_at = ${now} where id = ${id} and exists (select from written)),`,
            }
          : { write: swapShift(deps.sql, id, staff) }),
        log: { what: 'duty.swap', subject: branch, data: { id, from: shift.staff, to: staff } },
        answer: { status: 200, body: view },
      }
    },
  })
  return answer!.body as ReturnType<typeof viewShift>
}

async function readShift(deps: Deps, request: FastifyRequest, world: FullWorld, id: number): Promise<ShiftRow> {
  const shift = await findShift(deps.sql, id)
  if (!shift) throw new HttpProblem('not_found')
  actorOn(request, targetOf(world, shift.branch))
  return shift
}
