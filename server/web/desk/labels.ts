import type { Lang } from '../../../shared/domain/text.ts'
import type { Key } from '../../../shared/i18n/catalog.ts'
import { isKey, say } from '../../../shared/i18n/text.ts'
import type { DeedName } from './deeds.ts'

/** The word of each field, where it is not the field's own name. */
const LABELS: Readonly<Partial<Record<DeedName, Readonly<Record<string, string>>>>> = {
  reaction: { text: 'answer', language: 'answerIn' },
  updates: { text: 'news', nextActionOn: 'newDate', language: 'answerIn', public: 'newsPublic' },
  contacts: { text: 'letter', channel: 'via', other: 'bodyOther', language: 'answerIn' },
  assignment: { reason: 'why' },
  escalation: { reason: 'why' },
  resolution: { text: 'solved', language: 'answerIn' },
  closure: { text: 'closing' },
  rejection: { reason: 'reject', text: 'rejectText', competentBody: 'competent', language: 'answerIn' },
  merge: { reason: 'why', other: 'intoNumber' },
  instructions: { text: 'order' },
  replies: { text: 'replyText' },
  grade: { note: 'gradeNote' },
  extension: { reason: 'why' },
  redirect: { body: 'newBody' },
  letters: { text: 'ownWords' },
}

/** What a field of a form is called. */
export function labelOf(deed: DeedName, name: string, lang: Lang): string {
  const key = `page.desk.field.${LABELS[deed]?.[name] ?? name}`
  return isKey(key) ? say(lang, key as Key) : name
}
