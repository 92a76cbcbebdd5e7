import type { ContactRow, LetterShown, ReplyDue, ReplyShown } from '../../db/views/contacts.ts'
import type { ContactView } from '../../shared/contract/contact.ts'
import type { Calendar } from '../../shared/domain/calendar.ts'
import type { CaseFacts, Change } from '../../shared/domain/change.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import type { Delivery, Grade } from '../../shared/domain/contact.ts'
import type { LetterRow, LetterSet } from '../../shared/domain/mailing.ts'
import { findPromises } from '../../shared/domain/promise.ts'
import { localDate, rfc3339 } from '../../shared/domain/zone.ts'
import { explain3 } from '../because.ts'
import type { FullWorld } from '../world.ts'

/** A contact as those who work on its cases see it. */
export function viewContact(row: ContactRow, world: FullWorld, publicUrl: string, at: number): ContactView {
  const { reference, roster } = world
  const instant = (ms: number | null) => (ms === null ? null : rfc3339(row.zone, ms))
  const person = (id: number) => ({ id, name: roster.person(id)?.name ?? '' })
  const { body, due } = row
  return {
    id: row.id,
    outgoingNumber: row.outgoingNumber,
    body: { code: body, name: reference.body(body)?.name ?? { kk: body, ru: body, en: body } },
    channel: row.channel,
    subject: row.subject,
    text: row.text,
    language: row.language as ContactView['language'],
    branch: row.branch,
    author: person(row.author),
    authorRole: row.authorRole,
    createdAt: instant(row.createdAt)!,
    sentAt: instant(row.sentAt),
    delivery: row.delivery,
    deliveryNote: row.deliveryNote,
    registeredOn: row.registeredOn,
    incomingNumber: row.incomingNumber,
    replyDueOn: row.replyDueOn,
    replyDueAt: instant(due?.dueAt ?? null),
    replyDueBecause: due ? explain3(due.because, reference) : null,
    overdue: due !== null && isOverdue(due.dueAt, at),
    extendedUntil: row.extendedUntil,
    answeredAt: instant(row.answeredAt),
    state: row.state,
    cases: row.cases.map((c) => c.number),
    about: row.about,
    letters: row.letters.map(({ annexes, history, ...letter }) => ({
      ...letter,
      createdAt: instant(letter.createdAt)!,
      sentAt: instant(letter.sentAt),
      deliveredAt: instant(letter.deliveredAt),
      annexes: annexes.map(({ file, n = null, name, mime, size }) => ({ file, n, name, mime, size })),
      history: history.map((note) => ({ ...note, at: instant(note.at)! })),
    })),
    replies: row.replies.map((r) => ({
      id: r.id,
      receivedAt: instant(r.receivedAt)!,
      incomingNumber: r.incomingNumber,
      text: r.text,
      grade: r.grade,
      recordedBy: r.recordedBy === null ? null : person(r.recordedBy),
      recordedAt: instant(r.recordedAt)!,
      source: r.source,
      mail: r.mail,
      form: r.form as ContactView['replies'][number]['form'],
      gradedBy: r.gradedBy === null ? null : person(r.gradedBy),
      gradedAt: instant(r.gradedAt),
      opinions: r.opinions.map((o) => ({
        case: row.cases.find((c) => c.id === o.caseId)?.number ?? '',
        opinion: o.opinion as 'answered',
        text: o.text,
        at: instant(o.at)!,
      })),
      files: [
        ...r.files.map(({ number, ...f }) => ({
          ...f,
          url: `${publicUrl}/api/v1/cases/${number}/attachments/${f.id}`,
        })),
        ...(r.mailFiles ?? []).map(({ n, ...f }) => ({
          ...f,
          id: n,
          url: `${publicUrl}/api/v1/inbox/${r.mail}/files/${n}`,
        })),
      ],
      promises: openPromises(r, row.zone, world.calendar),
    })),
  }
}

/** The dates a reply names, without those that somebody has made a commitment of. */
export function openPromises({ text, receivedAt, promised }: ReplyShown, zone: string, calendar: Calendar) {
  return findPromises(text, localDate(zone, receivedAt), calendar).filter(({ dueOn }) => !promised.includes(dueOn))
}

/** A new contact, before the database has given it its number. */
export function newContact(change: Change, cases: readonly CaseFacts[], about: ContactRow['about'] = null): ContactRow {
  const made = change.contacts![0]!
  const { zone } = cases[0]!.case
  return {
    ...made,
    outgoingNumber: '',
    delivery: made.delivery as Delivery,
    deliveryNote: null,
    extendedUntil: null,
    answeredAt: null,
    state: 'open',
    zone,
    sentOn: localDate(zone, made.sentAt ?? made.createdAt),
    cases: cases.map(({ case: { id, number } }) => ({ id, number })).sort((a, b) => a.id - b.id),
    replies: [],
    due: dueAfter(made.id, cases, change),
    about,
    letter: null,
    letters: (change.letters ?? []).map(newLetter),
  }
}

/** A letter that has not left yet. */
function newLetter({ id, purpose, address, createdAt, annexes }: LetterRow): LetterShown {
  const when = { createdAt, sentAt: null, deliveredAt: null }
  return {
    id,
    purpose,
    state: 'queued',
    address: address ?? '',
    ...when,
    attempts: 0,
    fault: null,
    annexes,
    history: [],
  }
}

/** A letter after a person has settled what became of it. */
function letterAfter(letter: LetterShown, set: LetterSet | undefined): LetterShown {
  if (!set) return letter
  const { state = letter.state, note, address = letter.address } = set
  const deliveredAt = state === 'delivered' ? (note?.at ?? null) : letter.deliveredAt
  return {
    ...letter,
    state,
    address,
    deliveredAt,
    fault: null,
    history: note ? [...letter.history, note] : letter.history,
  }
}

/** A contact after a change. */
export function contactAfter(row: ContactRow, cases: readonly CaseFacts[], change: Change): ContactRow {
  const { id: _, ...set } = change.contactSets?.[0] ?? { id: row.id }
  const none = { opinions: [], files: [], promised: [] }
  const replies = (change.replies ?? []).map((r): ReplyShown => ({ ...r, ...none, grade: r.grade as Grade | null }))
  const graded = row.replies.map((r) => ({
    ...r,
    ...(change.replySets?.find((s) => s.id === r.id) as Partial<ReplyShown>),
  }))
  return {
    ...row,
    ...(set as Partial<ContactRow>),
    replies: [...graded, ...replies].sort((a, b) => a.receivedAt - b.receivedAt || a.id - b.id),
    due: dueAfter(row.id, cases, change),
    letters: [
      ...row.letters.map((l) =>
        letterAfter(
          l,
          change.letterSets?.find((set) => set.id === l.id),
        ),
      ),
      ...(change.letters ?? []).map(newLetter),
    ],
  }
}

function dueAfter(contact: number, cases: readonly CaseFacts[], change: Change): ReplyDue | null {
  const deadlines = new Map(cases.flatMap((c) => c.deadlines.map((d) => [d.id, d])))
  for (const c of change.cases) for (const d of [...c.opened, ...c.changed]) deadlines.set(d.id, d)
  const open = [...deadlines.values()]
    .filter((d) => d.kind === 'reply' && d.subject === contact && d.closedAt === null)
    .sort((a, b) => a.dueAt - b.dueAt || a.id - b.id)[0]
  return open ? { dueAt: open.dueAt, because: open.because } : null
}
