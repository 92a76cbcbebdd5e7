import type { FastifyRequest } from 'fastify'
import type { CaseRow } from '../../db/views/case.ts'
import { type ContactRow, findContact } from '../../db/views/contacts.ts'
import type { ContactBody } from '../../shared/contract/contact.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import { type ContactChannel, decideContact } from '../../shared/domain/contact.ts'
import type { Actor } from '../../shared/domain/events.ts'
import type { Ids } from '../../shared/domain/world.ts'
import { readOnCases } from '../cases/on-cases.ts'
import { actorFor, idsFor, takeSeveral } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { type Attached, attached } from '../letters/attached.ts'
import { type Answer, perform } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'
import { contactAfter, newContact, viewContact } from './view.ts'

/** A letter in hand with its cases, and who acts on it. */
export interface LetterInHand {
  readonly contact: ContactRow
  readonly rows: readonly CaseRow[]
  readonly by: Actor
}

export type DecideLetter = (
  facts: readonly CaseFacts[],
  contact: ContactRow,
  by: Actor,
  world: FullWorld,
  ids: Ids,
  now: number,
) => Change

interface ContactInHand extends Attached {
  readonly rows: readonly CaseRow[]
  readonly by: Actor
}

/** Turns to a body about the case of the request (`:number`) and others: numbered and written by one statement. */
export async function writeContact(deps: Deps, request: FastifyRequest, body: ContactBody): Promise<Answer> {
  const { alsoCases, channel, annexes: files = [], ...input } = body
  return perform<ContactInHand>(deps, request, {
    async read(world) {
      const { rows, by } = await takeSeveral(deps, request, world, alsoCases)
      const cases = rows.map((r) => r.facts.case.id)
      return { rows, by, ...(await attached(deps, input.about, files, cases)) }
    },
    ids: ({ rows }, now) => idsFor(rows, now),
    decide({ rows, by, annexes }, world, given, now) {
      const facts = rows.map((r) => r.facts)
      const first = facts[0]!.case
      const language = input.language ?? first.language
      const letter = { ...input, channel: channel as ContactChannel, language, annexes }
      const sentAt = input.sentAt === undefined ? undefined : Date.parse(input.sentAt)
      return decideContact(facts, { ...letter, sentAt }, by, first.branch, world, given, now)
    },
    answer(change, { rows, about }, world, now) {
      const made = newContact(
        change,
        rows.map((r) => r.facts),
        about,
      )
      return { status: 201, body: viewContact(made, world, deps.config.publicUrl, now) }
    },
  })
}

/** A letter is in the hands of whoever may work on one of its cases. Throws `not_found`, `forbidden`, `unauthenticated`. */
export async function takeLetter(
  deps: Deps,
  request: FastifyRequest,
  world: FullWorld,
  id: number,
): Promise<LetterInHand> {
  const { paper: contact, rows } = await readOnCases(
    deps,
    () => findContact(deps.sql, id),
    ({ cases }) => cases.map((c) => c.id),
  )
  let refused: unknown = new HttpProblem('forbidden')
  for (const row of rows) {
    try {
      return { contact, rows, by: actorFor(request, row, world) }
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      refused = error
    }
  }
  throw refused
}

/** One command on the letter of the request (`:id`), on all its cases at once; answered with the letter as it is then. */
export async function actOnLetter(
  deps: Deps,
  request: FastifyRequest,
  decide: DecideLetter,
  status: 200 | 201 = 201,
): Promise<Answer> {
  const id = Number((request.params as { id: number | string }).id)
  return perform<LetterInHand>(deps, request, {
    read: (world) => takeLetter(deps, request, world, id),
    ids: ({ rows }, now) => idsFor(rows, now),
    decide: ({ contact, rows, by }, world, given, now) =>
      decide(
        rows.map((r) => r.facts),
        contact,
        by,
        world,
        given,
        now,
      ),
    answer: (change, { contact, rows }, world, now) => ({
      status,
      body: viewContact(
        contactAfter(
          contact,
          rows.map((r) => r.facts),
          change,
        ),
        world,
        deps.config.publicUrl,
        now,
      ),
    }),
  })
}
