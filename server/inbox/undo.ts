import type { InboxRow } from '../../db/views/inbox.ts'

/** A placement may be taken back for so long, unless the reply was graded. */
export const UNDO_MS = 24 * 3_600_000

/** Epoch ms; null when nothing can be taken back. A mail that found its place by itself counts from its arrival. */
export function undoUntil({ state, grade, handledAt, receivedAt }: InboxRow): number | null {
  if (state !== 'placed' || grade !== null) return null
  return (handledAt ?? receivedAt) + UNDO_MS
}
