import MailComposer from 'nodemailer/lib/mail-composer'
import { listAnnexBytes } from '../../db/annexes.ts'
import type { StoredLetter } from '../../db/letters.ts'
import { workingDaysBetween } from '../../shared/domain/calendar.ts'
import { CHASING } from '../../shared/domain/mailing.ts'
import { localDate } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { addressOf, oneLine } from '../mail/address.ts'
import { nameOfBranch } from '../mail/params.ts'
import type { Parcel } from '../mail/post.ts'
import type { FullWorld } from '../world.ts'
import { signed } from './dkim.ts'
import type { LetterFacts } from './facts.ts'
import { pdfOf } from './pdf.ts'
import { htmlOf, textOf } from './render.ts'
import { makeReplyAddress } from './reply-address.ts'
import { makeReplyToken } from './reply-token.ts'
import { type Sheet, sheetOf } from './sheet.ts'

/** A body can answer under the link of a letter for half a year. */
const LINK_FOR_MS = 183 * 86_400_000

/** A letter ready to leave, or why it never will, or is not needed any more. */
export type ComposedLetter =
  | { readonly parcel: Parcel; readonly messageId: string }
  | { readonly fault: string }
  | { readonly withdrawn: string }

/** Puts a letter together; one that was given to a mail server before goes out again as the same bytes. */
export async function composeLetter(
  deps: Deps,
  letter: StoredLetter,
  world: FullWorld,
  at: number,
): Promise<ComposedLetter> {
  if (CHASING.includes(letter.purpose)) {
    if (letter.contactState !== 'open' || !letter.due) return { withdrawn: 'answered' }
    if (letter.purpose === 'reminder' && letter.due.dueAt <= at) return { withdrawn: 'term passed' }
    // While it waited the body got more time, or another body the letter.
    if (letter.author === null && letter.purpose === 'overdue' && letter.due.dueAt > at)
      return { withdrawn: 'term extended' }
    if (letter.author === null && letter.due.openedAt > letter.createdAt) return { withdrawn: 'overtaken' }
  }
  const to = addressOf(letter.address)
  if (to === undefined) return { fault: 'no address' }
  const { secrets, config } = deps
  const messageId = letter.messageId ?? messageIdOf(deps, letter.id)
  const parcel = (raw: Buffer): Parcel => ({
    name: `letter-${letter.id}`,
    // A bounce knows only the envelope: it names this very letter.
    from: makeReplyAddress(secrets, letter.id, config.mailDomain),
    to,
    raw,
    notify: String(letter.id),
  })
  if (letter.raw) return { parcel: parcel(letter.raw), messageId }
  const annexes = await annexesOf(deps, letter)
  if (!annexes) return { fault: 'annex gone' }
  const sheet = sheetOf(factsOf(deps, letter, world, at), world.reference, config.publicUrl)
  const raw = await messageOf(deps, letter, sheet, { to, messageId, annexes, at, world })
  return { parcel: parcel(await signed(raw, config)), messageId }
}

/** The Message-ID of a letter, for ever the same, and not to be guessed. */
function messageIdOf(deps: Deps, id: number): string {
  return `<letter.${id}.${deps.secrets.mailMac(`letter:${id}`)}@${deps.config.mailDomain}>`
}

/** The link under which the body of a contact answers, as of a letter written at the instant (epoch ms). */
function replyLinkOf(deps: Deps, lang: string, contact: number, writtenAt: number): string {
  return `${deps.config.publicUrl}/${lang}/reply/${makeReplyToken(deps.secrets, contact, writtenAt + LINK_FOR_MS)}`
}

function factsOf(deps: Deps, letter: StoredLetter, world: FullWorld, at: number): LetterFacts {
  const { due, zone } = letter
  const today = localDate(zone, at)
  return {
    ...letter,
    number: letter.outgoingNumber,
    writtenAt: letter.createdAt,
    text: letter.purpose === 'first' || letter.purpose === 'next-instance' ? letter.contactText : letter.text,
    author: { name: letter.authorName ?? '', role: letter.authorRole },
    workingDaysLeft: due ? workingDaysBetween(world.calendar, today, localDate(zone, due.dueAt - 1)) : 0,
    link: replyLinkOf(deps, letter.language, letter.contact, letter.createdAt),
  }
}

interface NamedFile {
  readonly filename: string
  readonly content: Buffer
  readonly contentType: string
}

async function annexesOf(deps: Deps, { annexes }: StoredLetter): Promise<NamedFile[] | undefined> {
  if (annexes.length === 0) return []
  const rows = await listAnnexBytes(deps.sql, annexes)
  const keyOf = ({ file, n }: { file: number; n?: number | null }) => `${file} ${n ?? ''}`
  const bytes = new Map(rows.map((row) => [keyOf(row), row.bytes]))
  const files = annexes.map(({ name, mime, ...annex }) => ({ name, mime, content: bytes.get(keyOf(annex)) }))
  if (files.some((file) => file.content === undefined)) return undefined
  return files.map(({ name, mime, content }) => ({
    filename: fileNameOf(name),
    content: content!,
    contentType: /^[\w.+-]+\/[\w.+-]+$/.test(mime) ? mime : 'application/octet-stream',
  }))
}

/** A name that is nothing but a name, whatever the receiving program makes of it. */
const fileNameOf = (name: string) => oneLine(name, 120).replace(/[\\/:*?"<>|;]/g, '_') || 'file'

interface Addressing {
  readonly to: string
  readonly messageId: string
  readonly annexes: readonly NamedFile[]
  readonly at: number
  readonly world: FullWorld
}

function messageOf(
  { secrets, config }: Deps,
  letter: StoredLetter,
  sheet: Sheet,
  { to, messageId, annexes, at, world }: Addressing,
): Promise<Buffer> {
  return pdfOf(sheet, letter.createdAt).then((pdf) => {
    const us = {
      name: oneLine(nameOfBranch(world.reference, letter.language, letter.branch), 100),
      address: makeReplyAddress(secrets, letter.thread, config.mailDomain),
    }
    const number = letter.outgoingNumber.replace(/[^0-9A-Z]+/gi, '-')
    const letterFile = { filename: `${number}.pdf`, content: pdf, contentType: 'application/pdf' }
    const follows = letter.thread !== letter.id && letter.headMessageId !== null ? letter.headMessageId : undefined
    return new MailComposer({
      from: us,
      replyTo: us,
      to: { name: '', address: to },
      subject: sheet.mailSubject,
      text: textOf(sheet),
      html: htmlOf(sheet),
      attachments: [letterFile, ...annexes],
      messageId,
      date: new Date(at),
      ...(follows ? { inReplyTo: follows, references: follows } : {}),
      headers: {
        'Content-Language': letter.language,
        'X-Auto-Response-Suppress': 'All',
        ...(letter.author === null ? { 'Auto-Submitted': 'auto-generated' } : {}),
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
      .compile()
      .build()
  })
}
