import type { InboxFile, InboxRow } from '../../../db/views/inbox.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { isKey, say, t } from '../../../shared/i18n/text.ts'

/** Why a mail is where it is, in words; undefined when its state says it all. */
export function becauseOf(lang: Lang, reason: string | null): string | undefined {
  if (reason === null) return undefined
  const key = `page.inbox.because.${reason.startsWith('refused-') ? 'refused' : reason}`
  return isKey(key) ? say(lang, key as Key) : undefined
}

export function hintsOf(lang: Lang, hints: readonly string[]): string {
  return hints
    .map((hint) => `page.inbox.hint.${hint}`)
    .filter(isKey)
    .map((key) => say(lang, key as Key))
    .join(', ')
}

export function refusedOf(lang: Lang, { refused }: InboxFile): string {
  const key = `page.inbox.refused.${refused}`
  return isKey(key) ? say(lang, key as Key) : ''
}

export function senderOf(lang: Lang, { parsed }: InboxRow): string {
  const from = parsed?.from
  if (!from) return t(lang, 'page.inbox.noSender')
  return from.name ? `${from.name} <${from.address}>` : from.address
}

export function subjectOf(lang: Lang, { parsed }: InboxRow): string {
  return parsed?.subject || t(lang, 'page.inbox.noSubject')
}

/** '12 КБ' by the reader's language. */
export function sizeOf(lang: Lang, bytes: number): string {
  const [value, unit] = bytes >= 1_048_576 ? [bytes / 1_048_576, 'megabyte'] : [Math.max(bytes / 1024, 0.1), 'kilobyte']
  return new Intl.NumberFormat(lang, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value)
}
