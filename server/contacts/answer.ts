import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { applyFiles, applyMoves, type NewFile } from '../../db/apply/index.ts'
import { wasPassedOn } from '../../db/views/answers.ts'
import type { CaseRow } from '../../db/views/case.ts'
import { type ContactRow, findContact } from '../../db/views/contacts.ts'
import { type AnswerForm, decideAnswerForm } from '../../shared/domain/answer-form.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { readOnCases } from '../cases/on-cases.ts'
import type { Uploaded } from '../cases/upload.ts'
import { idsFor } from '../cases/work.ts'
import type { Deps } from '../deps.ts'
import { readReplyToken } from '../letters/reply-token.ts'
import { perform } from '../perform.ts'
import { HttpProblem } from '../problem.ts'
import type { FullWorld } from '../world.ts'

/** Messages that one letter's link takes; whoever has more to say writes a mail, and a stolen link fills no disk. */
const MOST_BY_FORM = 20

/** A letter as its link opens it. `expired` and `withdrawn` links are known, and say so kindly. */
export interface OpenLetter {
  readonly contact: ContactRow
  readonly rows: readonly CaseRow[]
  readonly expiresAt: number
  readonly state: 'open' | 'expired' | 'withdrawn'
  /** The body that has it now got it from another. */
  readonly passedOn: boolean
}

/** The letter of a link, or undefined for one that we have not made. */
export async function findOpenLetter(deps: Deps, token: string, now: number): Promise<OpenLetter | undefined> {
  const read = readReplyToken(deps.secrets, token)
  if (!read) return undefined
  const casesOf = ({ cases }: ContactRow) => cases.map((c) => c.id)
  const found = await readOnCases(deps, () => findContact(deps.sql, read.contact), casesOf).catch((error) => {
    if (error instanceof Refusal && error.code === 'not_found') return undefined
    throw error
  })
  if (!found) return undefined
  const { paper: contact, rows } = found
  const passedOn = await wasPassedOn(deps.sql, contact.id, casesOf(contact)[0]!)
  const state = contact.state === 'withdrawn' ? 'withdrawn' : now >= read.expiresAt ? 'expired' : 'open'
  return { contact, rows, expiresAt: read.expiresAt, state, passedOn }
}

/** What a body sends under its link. */
export type SentForm = Omit<AnswerForm, 'files' | 'passedOnBefore'>

/**
 * Writes down what a body sent under its link, with its files, in one statement; returns the event that is its receipt.
 * The same words sent again, by a double click or a reload, are the same deed. Throws `link_expired`,
 * `too_many_attempts`, and what the decision throws.
 */
export async function takeAnswer(
  deps: Deps,
  request: FastifyRequest,
  token: string,
  form: SentForm,
  files: readonly Uploaded[],
): Promise<number> {
  const sums = files.map((f) => f.sha256)
  request.headers['idempotency-key'] = createHash('sha256')
    .update(JSON.stringify([token, form, sums]))
    .digest('hex')
  // What a repeated request must bring again to be the same one.
  request.body = { form, sums }
  let made: NewFile[] = []
  const answer = await perform<OpenLetter>(deps, request, {
    async read() {
      const now = deps.now()
      const letter = await findOpenLetter(deps, token, now)
      if (letter?.state !== 'open') throw new HttpProblem('link_expired')
      if (letter.contact.replies.filter((r) => r.source === 'form').length >= MOST_BY_FORM)
        throw new HttpProblem('too_many_attempts')
      return letter
    },
    ids: ({ rows }, now) => idsFor(rows, now) + files.length,
    decide({ contact, rows, passedOn }, world, given, now) {
      const stored = files.map((f) => ({ id: given.next(), mime: f.mime, size: f.bytes.length, sha256: f.sha256 }))
      const change = decideAnswerForm(
        rows.map((r) => r.facts),
        contact,
        { ...form, files: stored, passedOnBefore: passedOn },
        bodyOf(contact, world),
        world,
        given,
        now,
      )
      const reply = change.replies?.[0]?.id
      made = files.map(({ name, bytes }, n) => ({
        ...stored[n]!,
        name,
        bytes,
        caseId: rows[0]!.facts.case.id,
        public: false,
        byKind: 'body',
        byStaff: null,
        at: now,
        contact: contact.id,
        ...(reply === undefined ? {} : { reply }),
      }))
      return change
    },
    apply: (command, stamp) =>
      made.length === 0 ? applyMoves(deps.sql, [command], stamp) : applyFiles(deps.sql, command, stamp, made),
    answer(change) {
      const deed = change.cases[0]!.events.find(
        (e) => e.by.kind === 'body' && ['replied', 'extended', 'redirected'].includes(e.kind),
      )
      return { status: 201, body: { receipt: deed!.id } }
    },
  })
  return (answer.body as { receipt: number }).receipt
}

function bodyOf({ body, language }: ContactRow, { reference }: FullWorld): Actor {
  return { kind: 'body', name: reference.body(body)?.name[language as 'kk'] ?? body }
}
