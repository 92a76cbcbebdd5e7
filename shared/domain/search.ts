/**
 * One normal form for what is searched and for what is searched in. Kazakh Cyrillic, Russian, Kazakh Latin and the
 * usual transliterations all fold to one Latin skeleton: Қостанай, Костанай, Qostanai and Kostanay are `kostanai`.
 */

/** Enough for the longest report; what comes after stays unindexed rather than slow. */
export const MOST_TOKENS = 400
export const MOST_QUERY_TOKENS = 12

const LONGEST_TOKEN = 40
const LONGEST_TEXT = 40_000

const WORDS = /[\p{L}\p{M}]+|\p{N}+/gu
const DIGIT = /^\p{N}/u
const LATIN = /[a-z]/
const APOSTROPHE = /['’ʼʹ`]/
const APOSTROPHES = /(?<=\p{L})['’ʼʹ`](?=\p{L})/gu

/** Letters to skeleton. Hard and soft signs vanish; і, и, й, ы and y become one letter, as do у, ұ, ү and w. */
const SKELETON = new Map(
  [
    ['аәäə', 'a'],
    ['б', 'b'],
    ['в', 'v'],
    ['гғğ', 'g'],
    ['д', 'd'],
    ['еёэ', 'e'],
    ['ж', 'j'],
    ['з', 'z'],
    ['иійыıy', 'i'],
    ['кқq', 'k'],
    ['л', 'l'],
    ['м', 'm'],
    ['нңñŋ', 'n'],
    ['оөö', 'o'],
    ['п', 'p'],
    ['р', 'r'],
    ['с', 's'],
    ['т', 't'],
    ['уұүüūw', 'u'],
    ['ф', 'f'],
    ['хһ', 'h'],
    ['ц', 'ts'],
    ['чç', 'ch'],
    ['шщş', 'sh'],
    ['ъь', ''],
    ['ю', 'iu'],
    ['я', 'ia'],
  ].flatMap(([letters, skeleton]) => [...letters!].map((letter) => [letter, skeleton!] as const)),
)

/** Spellings of one sound in transliterated text, the longest first. */
const SPELLINGS = /shch|sh|ch|zh|kh|gh|ts|x|c/g
const SOUND = new Map([
  ['shch', 'sh'],
  ['sh', 'sh'],
  ['ch', 'ch'],
  ['zh', 'j'],
  ['kh', 'h'],
  ['gh', 'g'],
  ['ts', 'ts'],
  ['x', 'ks'],
  ['c', 'ts'],
])

/**
 * The distinct search words of a text, in order: at least two letters, or digits of any length, at most `most`.
 * Query and document must both come through here.
 */
export function tokens(text: string, most: number = MOST_TOKENS): string[] {
  const found = new Set<string>()
  let folded = text.slice(0, LONGEST_TEXT).normalize('NFKC').toLowerCase()
  if (APOSTROPHE.test(folded)) folded = folded.replace(APOSTROPHES, '')
  for (const [word] of folded.matchAll(WORDS)) {
    if (found.size >= most) break
    const token = skeleton(word)
    if (token !== '') found.add(token)
  }
  return [...found]
}

/** The search words of a query: as tokens, but few. */
export function queryTokens(text: string): string[] {
  return tokens(text, MOST_QUERY_TOKENS)
}

function skeleton(word: string): string {
  if (DIGIT.test(word)) return word.slice(0, LONGEST_TOKEN)
  const latin = LATIN.test(word) ? word.replace(SPELLINGS, (spelling) => SOUND.get(spelling)!) : word
  let out = ''
  let last = ''
  for (const letter of latin) {
    const part = SKELETON.get(letter) ?? bare(letter)
    // A doubled letter is one letter.
    if (part === '' || (part === last && part.length === 1)) continue
    out += part[0] === last ? part.slice(1) : part
    last = part.at(-1)!
  }
  // Есіл is also written Yesil: after the fold both begin with е.
  const one = out.includes('ie') ? out.replaceAll('ie', 'e') : out
  return one.length < 2 ? '' : one.slice(0, LONGEST_TOKEN)
}

/** A letter of no table, without its accents. */
function bare(letter: string): string {
  return letter < '\u0080' ? letter : letter.normalize('NFD').replace(/\p{M}/gu, '')
}
