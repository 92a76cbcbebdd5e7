import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { CaseRow } from '../../db/views/case.ts'
import { findMeeting, type MeetingRow } from '../../db/views/meetings.ts'
import type { MeetingView, meetingBody, minutesBody } from '../../shared/contract/meeting.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { decideMeeting } from '../../shared/domain/meeting.ts'
import type { DecisionInput } from '../../shared/domain/minutes.ts'
import { PERMISSIONS, type Rule } from '../../shared/domain/permissions.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { roleOn, targetOf } from '../caller.ts'
import { readOnCases } from '../cases/on-cases.ts'
import { readNumber } from '../cases/sight.ts'
import { idsFor, takeSeveral } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { type Answer, perform } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'
import { meetingAfter, viewMeeting } from './view.ts'

/** Each invitation takes one, each decision about as many as a step. */
const IDS_PER_MEETING = 400
/** Who may change a meeting, whatever the route. */
const ACT = PERMISSIONS['PUT /api/v1/meetings/:id']

export interface MeetingRead {
  readonly meeting: MeetingRow
  readonly rows: readonly CaseRow[]
}

export interface MeetingInHand extends MeetingRead {
  readonly by: Actor
}

export type DecideMeeting = (
  facts: readonly CaseFacts[],
  meeting: MeetingRow,
  by: Actor,
  world: FullWorld,
  ids: Ids,
  now: number,
) => Change

type Answered = Answer & { readonly body: MeetingView }

/** In the hands of whoever may work on one of its cases, and of who called it. Throws `not_found`, `forbidden`, `unauthenticated`. */
export async function takeMeeting(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  id: number,
): Promise<MeetingInHand> {
  const read = await getMeeting(deps, id)
  const by = actorAt(request, read, world, request.routeOptions.config.rule)
  if (!by) throw refused(request)
  return { ...read, by }
}

/** For reading, whoever is asked to it besides; with the actor, where the reader may change it. Throws as `takeMeeting`. */
export async function readMeeting(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  id: number,
): Promise<MeetingRead & { readonly by: Actor | null }> {
  const read = await getMeeting(deps, id)
  const { caller } = request
  const { rule } = request.routeOptions.config
  const asked = caller.kind === 'staff' && read.meeting.staff.includes(caller.id) && roleOn(request) !== null
  if (!asked && !actorAt(request, read, world, rule)) throw refused(request)
  return { ...read, by: actorAt(request, read, world, ACT) }
}

async function getMeeting(deps: Deps, id: number): Promise<MeetingRead> {
  const { paper: meeting, rows } = await readOnCases(
    deps,
    () => findMeeting(deps.sql, id),
    ({ cases }) => cases.map((c) => c.id),
  )
  return { meeting, rows }
}

function actorAt(
  request: FastifyRequest,
  { meeting, rows }: MeetingRead,
  world: FullWorld,
  rule: Rule | undefined,
): Actor | null {
  const { caller } = request
  if (caller.kind !== 'staff') return null
  const called = caller.id === meeting.organiser ? roleOn(request, undefined, rule) : null
  for (const role of [
    called,
    ...rows.map(({ facts: { case: c } }) => roleOn(request, targetOf(world, c.branch, c.owner), rule)),
  ])
    if (role) return { kind: 'staff', staff: caller.id, name: caller.name, role }
  return null
}

const refused = ({ caller }: FastifyRequest) =>
  new HttpProblem(caller.kind === 'anonymous' ? 'unauthenticated' : 'forbidden')

/** One command on a meeting: the caller's right to it, the decision, one statement; answered with it as it is then. */
export async function actOnMeeting(
  deps: Deps,
  request: FastifyRequest,
  id: number,
  decide: DecideMeeting,
  status: 200 | 201 = 201,
): Promise<Answered> {
  const answer = await perform<MeetingInHand>(deps, request, {
    read: (world) => takeMeeting(deps, request, world, id),
    ids: ({ rows }, now) => idsFor(rows, now) + IDS_PER_MEETING,
    decide: ({ meeting, rows, by }, world, given, now) => decide(factsOf(rows), meeting, by, world, given, now),
    answer: (change, { meeting, rows }, world) => ({
      status,
      body: viewMeeting(meetingAfter(meeting, factsOf(rows), change, world), world),
    }),
  })
  return answer as Answered
}

/** Calls a meeting about the case of the request and others. Throws what `decideMeeting` refuses; `forbidden` and `not_found` name the further case. */
export async function callMeeting(
  deps: Deps,
  request: FastifyRequest,
  { alsoCases, ...input }: z.output<typeof meetingBody>,
): Promise<Answered> {
  const answer = await perform<{ rows: readonly CaseRow[]; by: Actor }>(deps, request, {
    read: (world) => takeSeveral(deps, request, world, alsoCases),
    ids: ({ rows }, now) => idsFor(rows, now) + IDS_PER_MEETING,
    decide({ rows, by }, world, given, now) {
      const facts = factsOf(rows)
      return decideMeeting(facts, timed(input), by, facts[0]!.case.branch, world, given, now)
    },
    answer: (change, { rows }, world) => ({
      status: 201,
      body: viewMeeting(meetingAfter(null, factsOf(rows), change, world), world),
    }),
  })
  return answer as Answered
}

const factsOf = (rows: readonly CaseRow[]) => rows.map((r) => r.facts)

export const timed = <T extends { startsAt: string; endsAt: string }>({ startsAt, endsAt, ...input }: T) => ({
  ...input,
  startsAt: Date.parse(startsAt),
  endsAt: Date.parse(endsAt),
})

/** The decisions as the domain takes them. Throws `not_found` at the decision that names a case which is not of the meeting. */
export function decisionsOf(meeting: MeetingRow, { decisions }: z.output<typeof minutesBody>): DecisionInput[] {
  return decisions.map(({ case: number, ...decision }, i) => {
    if (number === undefined) return decision
    const path = ['decisions', String(i), 'case']
    const found = meeting.cases.find((c) => c.number === readNumber(number, path))
    if (!found) throw new Refusal('not_found', {}, path)
    return { ...decision, caseId: found.id }
  })
}
