import { tokens } from '../../shared/domain/search.ts'
import { LANGS } from '../../shared/domain/text.ts'
import type { Reference } from '../reference.ts'

export interface NamedPlace {
  readonly region: string
  readonly district: string | null
}

interface Name extends NamedPlace {
  readonly words: readonly string[]
  /** A full name ('Қостанай облысы', 'город Рудный'); the bare name of a city may be that of a street. */
  readonly full: boolean
}

/** A comma stands between words that do not belong together. */
const WORDS = /[\p{L}\p{M}]+|\p{N}+|[,;]/gu
const fold = (text: string) =>
  [...text.toLowerCase().replaceAll('р-н', 'район').matchAll(WORDS)].map(([word]) => tokens(word, 1)[0] ?? word)
const set = (text: string) => new Set(fold(text))

const CITY = set('қаласы қ город г гор city')
const STREET = set(
  'көшесі көше даңғылы даңғыл бульвары шағынауданы мкр микрорайон улица ул проспект пр бульвар переулок пер street st avenue ave road',
)
/** What stands for a word of a full name in addresses: 'Костанайская обл.', 'Рудный қ.', 'Kostanay oblast'. */
const SHORT = new Map(
  [
    ['облысы', 'обл'],
    ['область', 'обл'],
    ['region', 'oblast'],
    ['ауданы', 'ауд'],
    ['қаласы', 'қ'],
  ].map(([whole, short]) => [fold(whole!)[0], fold(short!)[0]]),
)
const isWord = (said: string | undefined, meant: string) => said === meant || said === SHORT.get(meant)
/** Behind the bare name of a centre: it is that of a district or region, and not a known one. */
const AREA = set('облысы облыс обл ауд ауданы область района район region district oblast')

const made = new WeakMap<Reference, readonly Name[]>()

/**
 * The one place that an address names, in any of the languages and spellings: a region or a district by its full name, or
 * one of the large cities. Null when it names none, or several regions.
 */
export function placeNamed(address: string, reference: Reference): NamedPlace | null {
  const words = fold(address)
  const found: Name[] = []
  const taken = new Set<number>()
  for (const name of namesOf(reference)) {
    for (let at = 0; at + name.words.length <= words.length; at++) {
      const span = name.words.map((_, n) => at + n)
      if (!name.words.every((word, n) => isWord(words[at + n], word))) continue
      const [before, after] = [words[at - 1] ?? '', words[at + name.words.length] ?? '']
      if (!name.full && (STREET.has(after) || AREA.has(after) || (STREET.has(before) && !CITY.has(after)))) continue
      // A longer name was here before; two of one length in one place are namesakes.
      if (span.some((n) => taken.has(n)) && !found.some((f) => f.full && name.full && same(f.words, name.words)))
        continue
      for (const n of span) taken.add(n)
      found.push(name)
    }
  }
  const regions = found.filter((f) => f.full && f.district === null).map((f) => f.region)
  const all = regions.length > 0 ? regions : found.map((f) => f.region)
  const [region] = all
  if (region === undefined || all.some((other) => other !== region)) return null
  const districts = new Set(found.flatMap((f) => (f.region === region && f.district !== null ? [f.district] : [])))
  return { region, district: districts.size === 1 ? [...districts][0]! : null }
}

const same = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((word, n) => word === b[n])

/** Longest first, so that 'Алматы облысы' is not the city. */
function namesOf(reference: Reference): readonly Name[] {
  const known = made.get(reference)
  if (known) return known
  const names: Name[] = []
  const add = (name: Name) => {
    if (!names.some((n) => same(n.words, name.words) && n.region === name.region && n.district === name.district))
      names.push(name)
  }
  for (const { code, kind, name, centre } of reference.regions) {
    for (const lang of LANGS) {
      add({ words: fold(name[lang]), full: true, region: code, district: null })
      add({ words: fold(centre[lang].replace(/\(.*\)/, '')), full: false, region: code, district: null })
      if (kind === 'region' && lang === 'ru') add(turned(name.ru, code))
    }
    for (const district of reference.districtsOf(code)) {
      for (const lang of LANGS) {
        const words = fold(district.name[lang])
        add({ words, full: true, region: code, district: district.kato })
        // 'г. Рудный' for 'город Рудный'
        if (lang === 'ru' && CITY.has(words[0]!))
          add({ words: ['г', ...words.slice(1)], full: true, region: code, district: district.kato })
      }
    }
  }
  names.sort((a, b) => b.words.length - a.words.length || Number(b.full) - Number(a.full))
  made.set(reference, names)
  return names
}

/** 'Абай область' for 'область Абай': both are written. */
function turned(name: string, region: string): Name {
  const words = fold(name)
  return { words: [...words.slice(1), words[0]!], full: true, region, district: null }
}
