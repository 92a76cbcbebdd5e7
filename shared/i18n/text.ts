/** Words of the product in the reader's language. A missing key or parameter of a known key does not compile. */
import { LANGS, type Lang, type Text3 } from '../domain/text.ts'
import type { Catalog, Key, Message, ParamsOf, Plural } from './catalog.ts'
import { en } from './en.ts'
import { kk } from './kk.ts'
import { ru } from './ru.ts'

export type Param = string | number | null | undefined
export type Params = Readonly<Record<string, Param>>

type Wanted<K extends Key> = [ParamsOf<K>] extends [never] ? [] : [params: Readonly<Record<ParamsOf<K>, Param>>]
type Wanted3<K extends Key> = [ParamsOf<K>] extends [never]
  ? []
  : [params: Readonly<Record<ParamsOf<K>, Param>> | ((lang: Lang) => Readonly<Record<ParamsOf<K>, Param>>)]

/** What stands where a parameter has no value. */
const NOTHING = '—'

const messages: Readonly<Record<Lang, ReadonlyMap<string, Message>>> = {
  kk: flat(kk),
  ru: flat(ru),
  en: flat(en),
}
const plurals: Readonly<Record<Lang, Intl.PluralRules>> = {
  kk: new Intl.PluralRules('kk'),
  ru: new Intl.PluralRules('ru'),
  en: new Intl.PluralRules('en'),
}
// Years, versions and small counts stay as they are: grouping starts at five digits.
const numbers: Readonly<Record<Lang, Intl.NumberFormat>> = {
  kk: new Intl.NumberFormat('kk', { useGrouping: 'min2', maximumFractionDigits: 2 }),
  ru: new Intl.NumberFormat('ru', { useGrouping: 'min2', maximumFractionDigits: 2 }),
  en: new Intl.NumberFormat('en', { useGrouping: 'min2', maximumFractionDigits: 2 }),
}

const parts = new Map<string, readonly string[]>()

/** The message of a key in a language; its parameters are checked by the compiler. */
export function t<K extends Key>(lang: Lang, key: K, ...params: Wanted<K>): string {
  return say(lang, key, params[0])
}

/** The message in all three languages; parameters that need wording themselves are given as a function of the language. */
export function text3<K extends Key>(key: K, ...params: Wanted3<K>): Text3 {
  const [given] = params as [Params | ((lang: Lang) => Params) | undefined]
  return inEach((lang) => say(lang, key, typeof given === 'function' ? given(lang) : given))
}

/** As t, for a key put together at run time; a parameter without a value is written as a dash. Throws for no such key. */
export function say(lang: Lang, key: Key, params: Params = {}): string {
  const message = messages[lang].get(key)
  if (message === undefined) throw new RangeError(`no such message: ${key}`)
  const template = typeof message === 'string' ? message : formOf(lang, message, params)
  let text = ''
  partsOf(template).forEach((part, at) => {
    text += at % 2 === 0 ? part : written(lang, params[part])
  })
  return text
}

/** True when the catalogs have the key (a rung named by a policy may be none). */
export function isKey(key: string): key is Key {
  return messages.kk.has(key)
}

/** One text per language. */
export function inEach(word: (lang: Lang) => string): Text3 {
  return { kk: word('kk'), ru: word('ru'), en: word('en') }
}

/** Every key with its message, for the tests of the catalogs. */
export function everyMessage(lang: Lang): ReadonlyMap<string, Message> {
  return messages[lang]
}

export { LANGS }

/** Text, name, text, name …, text; every template is taken apart once. */
function partsOf(template: string): readonly string[] {
  let found = parts.get(template)
  if (found === undefined) {
    found = template.split(/\{(\w+)\}/)
    parts.set(template, found)
  }
  return found
}

function formOf(lang: Lang, plural: Plural, params: Params): string {
  const form = plurals[lang].select(Number(params[plural.by] ?? 0))
  return (form === 'zero' || form === 'two' ? undefined : plural[form]) ?? plural.other
}

function written(lang: Lang, value: Param): string {
  if (value === null || value === undefined || value === '') return NOTHING
  if (typeof value !== 'number') return value
  // The common case without ICU, which takes a microsecond.
  return Number.isInteger(value) && value >= 0 && value < 10_000 ? String(value) : numbers[lang].format(value)
}

function flat(catalog: Catalog): Map<string, Message> {
  const found = new Map<string, Message>()
  const walk = (node: object, path: string): void => {
    for (const [name, value] of Object.entries(node)) {
      const key = path === '' ? name : `${path}.${name}`
      if (typeof value === 'string' || ('by' in value && 'other' in value)) found.set(key, value)
      else walk(value, key)
    }
  }
  walk(catalog, '')
  return found
}
