import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Reads test/data/<name> of the project, whichever build directory the test runs from. */
export function readTestData<T>(name: string): T {
  return JSON.parse(readFileSync(testDataPath(name), 'utf8')) as T
}

/** Absolute path of a file in test/data; compiled tests lie one directory deeper than the sources. */
export function testDataPath(name: string): string {
  const compiled = !import.meta.url.endsWith('.ts')
  return fileURLToPath(new URL(`${compiled ? '../../../' : '../../'}test/data/${name}`, import.meta.url))
}
