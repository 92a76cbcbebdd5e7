import type { Lang } from '../domain/text.ts'

/** Languages by their own names, the same on every page; each is marked with its `lang` where it stands. */
export const OWN_NAME: Readonly<Record<Lang, string>> = { kk: 'Қазақша', ru: 'Русский', en: 'English' }
export const OWN_SHORT: Readonly<Record<Lang, string>> = { kk: 'Қаз', ru: 'Рус', en: 'Eng' }
