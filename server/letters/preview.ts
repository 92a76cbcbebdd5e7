import type { FastifyRequest } from 'fastify'
import { findContact } from '../../db/views/contacts.ts'
import type { ContactBody } from '../../shared/contract/contact.ts'
import type { Because } from '../../shared/domain/because.ts'
import { workingDaysBetween } from '../../shared/domain/calendar.ts'
import { type ContactChannel, decideContact } from '../../shared/domain/contact.ts'
import { decideFollowUp } from '../../shared/domain/follow-up.ts'
import type { LetterPurpose } from '../../shared/domain/mailing.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { localDate } from '../../shared/domain/zone.ts'
import { takeSeveral } from '../cases/work.ts'
import { takeLetter } from '../contacts/work.ts'
import type { Deps } from '../deps.ts'
import { attached } from './attached.ts'
import { type Sheet, sheetOf } from './sheet.ts'

export interface Preview {
  readonly sheet: Sheet
  readonly language: Lang
  readonly delivery: 'sending' | 'by-hand'
  readonly to: string | null
  readonly zone: string
}

export interface ContactPreview extends Preview {
  /** The reply deadline it would open. */
  readonly due: { readonly dueAt: number; readonly because: Because }
}

/**
 * The letter that this request would write, decided like the real one, so that it is refused for the same reasons; nothing
 * is written and no number is taken. Throws what writing it would throw.
 */
export async function previewContact(deps: Deps, request: FastifyRequest, body: ContactBody): Promise<ContactPreview> {
  const now = deps.now()
  const world = await deps.world.at(now)
  const { alsoCases, annexes: files = [], channel, sentAt, ...input } = body
  const { rows, by } = await takeSeveral(deps, request, world, alsoCases)
  const facts = rows.map((r) => r.facts)
  const first = facts[0]!.case
  const { annexes } = await attached(
    deps,
    input.about,
    files,
    facts.map((f) => f.case.id),
  )
  const language = input.language ?? first.language
  const letter = { ...input, channel: channel as ContactChannel, language, annexes }
  const ids = await deps.ids.reserve(facts.length * 100)
  const at = sentAt === undefined ? undefined : Date.parse(sentAt)
  const change = decideContact(facts, { ...letter, sentAt: at }, by, first.branch, world, ids, now)
  const made = change.contacts![0]!
  const due = change.cases[0]!.opened.find((d) => d.kind === 'reply' && d.subject === made.id)!
  const mail = change.letters?.[0]
  const sheet = sheetOf(
    {
      purpose: input.about === undefined ? 'first' : 'next-instance',
      language,
      number: null,
      writtenAt: now,
      zone: first.zone,
      branch: made.branch,
      body: made.body,
      subject: made.subject,
      text: made.text,
      author: { name: by.name ?? '', role: by.role ?? '' },
      sentOn: localDate(first.zone, now),
      extendedUntil: null,
      about: await earlierOf(deps, input.about),
      due,
      workingDaysLeft: 0,
      cases: facts.map((f) => f.case),
      annexes,
      link: `${deps.config.publicUrl}/${language}/reply/…`,
    },
    world.reference,
    deps.config.publicUrl,
  )
  return {
    sheet,
    language,
    delivery: mail ? 'sending' : 'by-hand',
    to: mail?.address ?? null,
    zone: first.zone,
    due,
  }
}

/**
 * A letter of another purpose under the number of the first, as it would leave; decided like the real one and not written.
 * Throws what writing it would throw.
 */
export async function previewFollowUp(
  deps: Deps,
  request: FastifyRequest,
  id: number,
  input: { readonly purpose: LetterPurpose; readonly text?: string | undefined },
): Promise<Preview> {
  const now = deps.now()
  const world = await deps.world.at(now)
  const { contact, rows, by } = await takeLetter(deps, request, world, id)
  const facts = rows.map((r) => r.facts)
  const change = decideFollowUp(facts, contact, input, by, world, await deps.ids.reserve(facts.length * 100), now)
  const { zone, due } = contact
  const language = contact.language as Lang
  const sheet = sheetOf(
    {
      purpose: input.purpose,
      language,
      number: contact.outgoingNumber,
      writtenAt: now,
      zone,
      branch: contact.branch,
      body: contact.body,
      subject: contact.subject,
      text: input.text ?? null,
      author: { name: by.name ?? '', role: by.role ?? '' },
      sentOn: contact.sentOn,
      extendedUntil: contact.extendedUntil,
      about: null,
      due,
      workingDaysLeft: due
        ? workingDaysBetween(world.calendar, localDate(zone, now), localDate(zone, due.dueAt - 1))
        : 0,
      cases: facts.map((f) => f.case),
      annexes: [],
      link: `${deps.config.publicUrl}/${language}/reply/…`,
    },
    world.reference,
    deps.config.publicUrl,
  )
  return { sheet, language, delivery: 'sending', to: change.letters![0]!.address, zone }
}

async function earlierOf(deps: Deps, about: number | undefined) {
  const earlier = about === undefined ? undefined : await findContact(deps.sql, about)
  return earlier ? { number: earlier.outgoingNumber, sentOn: earlier.sentOn, body: earlier.body } : null
}
