import { isUnavailable, safeError } from '../../db/errors.ts'
import {
  listMailItems,
  listRecipients,
  listSealedFollowers,
  listSealedReporters,
  type MailItem,
  type StaffRecipient,
} from '../../db/mail.ts'
import type { ClaimedMail } from '../../db/outbox.ts'
import { type Guest, readGuest } from '../../shared/domain/invitation.ts'
import type { Lang } from '../../shared/domain/text.ts'
import { t } from '../../shared/i18n/text.ts'
import { readBrief } from '../brief/read.ts'
import { briefWishFor } from '../brief/scope.ts'
import { followToken } from '../cases/follow.ts'
import type { Deps } from '../deps.ts'
import type { FullWorld } from '../world.ts'
import { addressOf, type Sender } from './address.ts'
import { briefLetter } from './brief.ts'
import { citizenLetter, followerLetter } from './citizen.ts'
import { htmlOf } from './html.ts'
import { invitationLetter } from './invitation.ts'
import { buildMessage, type Calendar } from './message.ts'
import type { Parcel } from './post.ts'
import { bundleLetter, bundleLines, type Desk, type Letter, staffLetter } from './staff.ts'

const DAY = 86_400_000
/** Notices spelled out in one mail; the rest is counted. */
const ITEMS = 50

/** A parcel ready to leave, or why this mail can never leave, or not yet. */
export type Composed = { readonly parcel: Parcel } | { readonly fault: string } | { readonly later: string }

interface Addressed {
  readonly to: string
  readonly language: Lang
  readonly letter: Letter & { readonly calendar?: Calendar; readonly unsubscribe?: string }
}

/** Puts claimed mails into words, each in its recipient's language and to the address that is right at this moment. */
export async function composeMails(
  deps: Deps,
  mails: readonly ClaimedMail[],
  from: Sender,
  at: number,
): Promise<Map<number, Composed>> {
  const world = await deps.world.at(at)
  const desk: Desk = { reference: world.reference, publicUrl: deps.config.publicUrl, at }
  const [items, people, addresses] = await Promise.all([
    listMailItems(deps.sql, mails, ITEMS),
    listRecipients(
      deps.sql,
      mails.flatMap((m) => personIn(m) ?? []),
    ),
    findAddresses(deps, mails),
  ])
  const itemsOf = new Map<number, MailItem[]>()
  for (const item of items) itemsOf.set(item.leader, [...(itemsOf.get(item.leader) ?? []), item])
  const person = new Map(people.map((p) => [p.id, p]))
  const composed = new Map<number, Composed>()
  for (const mail of mails) {
    const own = itemsOf.get(mail.id) ?? []
    try {
      const made =
        mail.guest !== null
          ? forGuest(deps, readGuest(mail.guest), mail, own[0], person, world, from, desk)
          : mail.follower !== null
            ? forFollower(deps, mail, own[0], addresses.get(mail.id), world, desk)
            : mail.staff === null
              ? forCitizen(deps, mail, own[0], addresses.get(mail.id), world, desk)
              : await forStaff(deps, mail, own, person.get(mail.staff), world, desk)
      composed.set(mail.id, 'fault' in made ? made : { parcel: await parcelOf(deps, mail, made, from, at) })
    } catch (error) {
      if (isUnavailable(error)) throw error
      // One mail that finds no words must not keep the others back.
      deps.log.error({ outbox: mail.id, err: safeError(error) }, 'a mail could not be put into words')
      composed.set(mail.id, { later: error instanceof Error ? error.name : 'unknown' })
    }
  }
  return composed
}

/** The Message-ID of a notice, for ever the same, and not to be guessed. */
function messageIdOf(deps: Deps, id: number): string {
  return `<${id}.${deps.secrets.mailMac(`notice:${id}`)}@${deps.config.mailDomain}>`
}

async function parcelOf(deps: Deps, mail: ClaimedMail, made: Addressed, from: Sender, at: number): Promise<Parcel> {
  const { language, letter, to } = made
  const text = `${letter.text}\n\n${t(language, 'mail.signature')}\n${t(language, 'mail.automatic')}\n`
  const raw = await buildMessage(
    {
      ...{ language, subject: letter.subject, text },
      html: htmlOf(language, letter.subject, text, deps.config.publicUrl),
      ...(letter.calendar ? { calendar: letter.calendar } : {}),
      ...(letter.unsubscribe ? { unsubscribe: letter.unsubscribe } : {}),
    },
    { from, to, messageId: messageIdOf(deps, mail.id), at },
  )
  return { name: String(mail.id), from: from.address, to, raw }
}

async function forStaff(
  deps: Deps,
  mail: ClaimedMail,
  items: readonly MailItem[],
  person: StaffRecipient | undefined,
  world: FullWorld,
  desk: Desk,
): Promise<Addressed | { fault: string }> {
  if (!person || person.disabled) return { fault: 'disabled' }
  const to = addressOf(person.email)
  if (to === undefined) return { fault: 'no address' }
  const { language, zone, name } = person
  const reader = { language, zone, name }
  const total = mail.carries.length + (mail.kind === 'brief' ? 0 : 1)
  if (mail.kind === 'brief') {
    const brief = await readBrief(deps.sql, briefWishFor(person, world), desk.at)
    return {
      to,
      language,
      letter: briefLetter(brief, reader, bundleLines(items, total, reader, desk), desk),
    }
  }
  if (items.length === 0) return { fault: 'nothing to say' }
  const letter = total === 1 ? staffLetter(items[0]!, reader, desk) : bundleLetter(items, total, reader, desk)
  return { to, language, letter }
}

/** The person of the staff whom a mail goes to, as notice or as guest of a meeting. */
function personIn({ staff, guest }: ClaimedMail): number | undefined {
  const invited = guest === null ? undefined : readGuest(guest)
  return staff ?? (invited && 'staff' in invited ? invited.staff : undefined)
}

function forGuest(
  deps: Deps,
  guest: Guest,
  mail: ClaimedMail,
  item: MailItem | undefined,
  people: ReadonlyMap<number, StaffRecipient>,
  world: FullWorld,
  from: Sender,
  desk: Desk,
): Addressed | { fault: string } {
  if (item === undefined) return { fault: 'nothing to say' }
  const person = 'staff' in guest ? people.get(guest.staff) : undefined
  const body = 'body' in guest ? world.reference.body(guest.body) : undefined
  if ('staff' in guest && (!person || person.disabled)) return { fault: 'disabled' }
  const address = addressOf(person?.email ?? body?.email)
  if (address === undefined) return { fault: 'no address' }
  const language = person?.language ?? (mail.language as Lang)
  const to = {
    name: person?.name ?? body?.name[language] ?? '',
    address,
    language,
    zone: person?.zone ?? item.zone ?? 'UTC',
    // Whoever is asked may be of another branch, and then the case itself is not open to them.
    link: person ? `${desk.publicUrl}/${language}/meetings/${item.data.meeting}` : null,
  }
  return { to: address, language, letter: invitationLetter(item, to, world, from, deps.config.mailDomain) }
}

function forCitizen(
  deps: Deps,
  mail: ClaimedMail,
  item: MailItem | undefined,
  found: Found | null | undefined,
  world: FullWorld,
  desk: Desk,
): Addressed | { fault: string } {
  if (item === undefined) return { fault: 'nothing to say' }
  if (found === null) return { fault: 'cannot be unsealed' }
  const to = addressOf(found?.address)
  if (to === undefined) return { fault: 'no address' }
  const language = mail.language as Lang
  const link = `${desk.publicUrl}/${language}/track/${deps.secrets.trackingToken(mail.reporterOf!)}`
  // To a case that theirs was merged into they are outsiders: of a private one they read how it ended.
  const outside = item.caseId !== mail.reporterOf && item.wordsPublic !== true
  const shown = outside && !ENDS.has(item.kind) ? { ...item, kind: 'news' } : item
  return { to, language, letter: citizenLetter(shown, language, world.policy.disputeDays * DAY, link, desk) }
}

/** What a private case, too, says to everybody (server/cases/view.ts, server/cases/event-view.ts). */
const ENDS: ReadonlySet<string> = new Set(['missed', 'overdue', 'resolved', 'rejected', 'closed', 'merged'])

/** A follower has no token: what they may see is public. Of a private case they learn that there is news, not what it says. */
function forFollower(
  deps: Deps,
  mail: ClaimedMail,
  item: MailItem | undefined,
  found: Found | null | undefined,
  world: FullWorld,
  desk: Desk,
): Addressed | { fault: string } {
  if (item === undefined) return { fault: 'nothing to say' }
  if (found === null) return { fault: 'cannot be unsealed' }
  const to = addressOf(found?.address)
  if (to === undefined || found?.follower === undefined) return { fault: 'no address' }
  const language = mail.language as Lang
  const asked = item.kind === 'follow-asked'
  const shown = asked || (item.public === true && item.wordsPublic === true) ? item : { ...item, kind: 'news' }
  const path = `/follow/${followToken(deps.secrets, found.follower)}`
  const leave = `${desk.publicUrl}/${language}${path}`
  const link = asked ? leave : `${desk.publicUrl}/${language}/cases/${item.number}`
  const letter = followerLetter(shown, language, world.policy.disputeDays * DAY, { link, leave }, desk)
  return { to, language, letter: asked ? letter : { ...letter, unsubscribe: `${desk.publicUrl}${path}` } }
}

interface Found {
  readonly address: string
  /** The id of who follows. */
  readonly follower?: number
}

/** Addresses of reporters and followers, unsealed for this mail only; null when the seal does not open. */
async function findAddresses(deps: Deps, mails: readonly ClaimedMail[]): Promise<Map<number, Found | null>> {
  const reporters = mails.filter((m) => m.reporterOf !== null)
  const followers = mails.filter((m) => m.follower !== null && m.caseId !== null)
  const [ofReporters, ofFollowers] = await Promise.all([
    reporters.length === 0
      ? []
      : listSealedReporters(
          deps.sql,
          reporters.map((m) => m.reporterOf!),
        ),
    listSealedFollowers(
      deps.sql,
      followers.map((m) => ({ caseId: m.caseId!, key: m.follower! })),
    ),
  ])
  const found = new Map<number, Found | null>()
  const put = (mail: ClaimedMail, sealed: Buffer | null | undefined, bound: string, read: (text: string) => Found) => {
    if (sealed) found.set(mail.id, unsealed(deps, mail, sealed, bound, read))
  }
  const byCase = new Map(ofReporters.map((r) => [r.caseId, r.sealed]))
  for (const m of reporters) put(m, byCase.get(m.reporterOf!), `reporter:${m.reporterOf}`, emailIn)
  for (const m of followers) {
    const row = ofFollowers.find((f) => f.caseId === m.caseId && f.key === m.follower)
    put(m, row?.sealed, `follower:${m.caseId}`, (address) => ({ address, follower: row!.id }))
  }
  return found
}

/** The address among a reporter's contacts (server/cases/report.ts); a follower has left nothing but an address. */
const emailIn = (contacts: string): Found => ({
  address: (JSON.parse(contacts) as { email?: string }).email ?? '',
})

function unsealed(
  deps: Deps,
  mail: ClaimedMail,
  sealed: Buffer,
  bound: string,
  read: (text: string) => Found,
): Found | null {
  try {
    return read(deps.secrets.unseal(sealed, bound))
  } catch (error) {
    deps.log.error({ outbox: mail.id, err: safeError(error) }, 'a sealed address does not open')
    return null
  }
}
