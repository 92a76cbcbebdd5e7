import type { InboxRow } from '../../db/views/inbox.ts'
import type { MailItem, MailView } from '../../shared/contract/inbox.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { FullWorld } from '../world.ts'

const EXCERPT = 240

/** A mail as a list shows it; instants by the clock of the central apparatus. */
export function viewItem(row: InboxRow, world: FullWorld, publicUrl: string): MailItem {
  const { reference, roster } = world
  const zone = reference.branch(CENTRAL)?.zone ?? 'UTC'
  const url = `${publicUrl}/api/v1/inbox/${row.id}`
  const { parsed } = row
  return {
    id: row.id,
    state: row.state as MailItem['state'],
    reason: row.reason,
    receivedAt: rfc3339(zone, row.receivedAt),
    via: row.via,
    size: row.size,
    from: parsed?.from ?? null,
    subject: parsed?.subject ?? '',
    excerpt: excerptOf(parsed?.text ?? ''),
    files: row.files.map((f) => ({ ...f, url: f.refused === null ? `${url}/files/${f.n}` : null })),
    guesses: row.guesses.map(({ branch: _, ...g }) => ({
      ...g,
      hints: [...g.hints],
      cases: [...g.cases],
      body: { code: g.body, name: reference.body(g.body)?.name ?? { kk: g.body, ru: g.body, en: g.body } },
      sentAt: rfc3339(zone, g.sentAt),
    })),
    contact: row.contact === null ? null : { id: row.contact, outgoingNumber: row.outgoingNumber ?? '' },
    handledBy: row.handledBy === null ? null : { id: row.handledBy, name: roster.person(row.handledBy)?.name ?? '' },
    handledAt: row.handledAt === null ? null : rfc3339(zone, row.handledAt),
    note: row.note,
  }
}

export function viewMail(row: InboxRow, world: FullWorld, publicUrl: string): MailView {
  const zone = world.reference.branch(CENTRAL)?.zone ?? 'UTC'
  const { parsed } = row
  return {
    ...viewItem(row, world, publicUrl),
    to: [...new Set([...row.envelopeTo, ...(parsed?.to ?? [])])],
    envelopeFrom: row.envelopeFrom,
    date: dateIn(zone, parsed?.date ?? null),
    messageId: parsed?.messageId ?? null,
    text: parsed?.text ?? '',
    quoted: parsed?.quoted ?? '',
    cut: parsed?.cut ?? false,
    rawUrl: `${publicUrl}/api/v1/inbox/${row.id}/raw`,
  }
}

/** Senders write any date; one outside our calendar is none. */
function dateIn(zone: string, at: number | null): string | null {
  return at === null || at < 946_684_800_000 || at >= 4_102_444_800_000 ? null : rfc3339(zone, at)
}

function excerptOf(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const letters = [...line.slice(0, 4 * EXCERPT)]
  return letters.length > EXCERPT ? `${letters.slice(0, EXCERPT).join('')}…` : line
}
