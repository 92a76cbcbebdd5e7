import { tokens } from './search.ts'

/** A category as suggestions know it: `keywords` are beginnings of words in any language. */
export interface Suggestible {
  readonly id: string
  readonly parent: string | null
  readonly keywords: readonly string[]
}

/** Shorter beginnings fit too many words by chance (су: суық, сурет): they stand as a whole word, or with an ending. */
const SHORTEST = 3
/** Kazakh endings of short nouns, as `tokens` folds them: су-ды, су-дың, су-ға, су-сыз; ит-і, ит-ке, ит-тер. */
const ENDING = /^(i|imiz|di|din|ga|dan|men|siz|lar\w*|in|ke|en|pen|er\w*)?$/
const EXACT = 2

/**
 * Categories that the words of a report speak of, the best first, at most `most`. A keyword of several words counts when
 * all of them are there; the more of the text's letters it explains, the better. A topic as a whole yields to its parts.
 */
export function suggest(categories: readonly Suggestible[], text: string, most = 3): string[] {
  const words = tokens(text)
  const scored = categories
    .map(({ id, parent, keywords }) => {
      let score = 0
      for (const keyword of keywords) score += fit(tokens(keyword), words)
      return { id, score: parent === null ? score * 0.6 : score }
    })
    .filter(({ score }) => score > 0)
  return scored
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map(({ id }) => id)
}

function fit(keyword: readonly string[], words: readonly string[]): number {
  let score = 0
  for (const part of keyword) {
    const short = part.length < SHORTEST
    const found = words.find((word) => word.startsWith(part) && (!short || ENDING.test(word.slice(part.length))))
    if (!found) return 0
    score += part.length + (found === part ? EXACT : 0)
  }
  return score
}
