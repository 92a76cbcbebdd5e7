/** The languages of the product, Kazakh first. */
export type Lang = 'kk' | 'ru' | 'en'

export const LANGS: readonly Lang[] = ['kk', 'ru', 'en']

/** A text the system itself wrote, or reference data: always in all three languages. */
export type Text3 = Record<Lang, string>

/** True when the value names a language of the product. */
export function isLang(value: unknown): value is Lang {
  return typeof value === 'string' && (LANGS as readonly string[]).includes(value)
}
