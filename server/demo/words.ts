import { readFileSync } from 'node:fs'
import { projectPath } from '../../db/root.ts'
import type { Text3 } from '../../shared/domain/text.ts'

/** Kazakh or Russian: what people of the demo write. */
export type DemoLang = 'kk' | 'ru'
type Said<T> = Readonly<Record<DemoLang, T>>

/** db/reference/demo.json: names, weights of the regions, and what is said. */
export interface DemoWords {
  readonly firstNames: readonly string[]
  readonly lastNames: readonly string[]
  readonly weights: Readonly<Record<string, number>>
  /** The share of answers that come too late, where it is not the usual one. */
  readonly late: Readonly<Record<string, number>>
  readonly reactions: Said<readonly { readonly text: string; readonly next: string }[]>
  readonly resolutions: Said<readonly string[]>
  readonly letters: Said<{ readonly subject: string; readonly text: string }>
  readonly replies: Said<string>
  readonly orders: Said<string>
  readonly escalation: Said<string>
  readonly help: Said<{ readonly question: string; readonly tried: string; readonly needed: string }>
  readonly promise: Said<string>
  readonly rejection: Said<string>
}

export function readDemoWords(): DemoWords {
  return JSON.parse(readFileSync(projectPath('db', 'reference', 'demo.json'), 'utf8')) as DemoWords
}

/** What a report of the category may say, by category. */
export function readExamples(): ReadonlyMap<string, Text3> {
  const file = JSON.parse(readFileSync(projectPath('db', 'reference', 'categories.json'), 'utf8')) as {
    categories: readonly { id: string; example?: Text3 }[]
  }
  return new Map(file.categories.flatMap(({ id, example }) => (example ? [[id, example]] : [])))
}
