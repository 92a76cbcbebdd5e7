import { tokens } from './search.ts'

/** A category as suggestions know it: `keywords` are beginnings of words in any language. */
export interface Suggestible {
  readonly id: string
  readonly parent: string | null
  readonly keywords: readonly string[]
}

/** Shorter beginnings fit too many words by chance. */
const SHORTEST = 3
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
    if (part.length < SHORTEST) continue
    const found = words.find((word) => word.startsWith(part))
    if (!found) return 0
    score += part.length + (found === part ? EXACT : 0)
  }
  return score
}
