import type { Lang } from '../../shared/domain/text.ts'
import { problemText } from '../../shared/i18n/problem.ts'
import { t } from '../../shared/i18n/text.ts'
import { dropPhoto, holdPhotos } from '../cases/held.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import type { SentForm } from './sent-form.ts'

/** Keeps the photos that came with a form and lets go of those ticked. Returns what is wrong with them, in words. */
export async function takePhotos(
  deps: Deps,
  lang: Lang,
  key: string,
  { form, files, fault }: SentForm,
): Promise<string | undefined> {
  for (const name of Object.keys(form)) {
    const [, id] = /^drop-(\d{1,15})$/.exec(name) ?? []
    if (id) await dropPhoto(deps, key, Number(id))
  }
  try {
    await holdPhotos(deps, key, files)
    return fault && wordsOf(lang, fault)
  } catch (error) {
    if (!(error instanceof HttpProblem)) throw error
    return wordsOf(lang, error)
  }
}

const WORDS = {
  too_many_files: 'page.citizen.photos.tooMany',
  queue_full: 'page.citizen.photos.busy',
  file_type_not_allowed: 'page.citizen.photos.type',
} as const

function wordsOf(lang: Lang, { code, details }: HttpProblem): string {
  const key = WORDS[code as keyof typeof WORDS]
  return key ? t(lang, key) : problemText(lang, code, details).detail
}
