import { readFileSync } from 'node:fs'
import { projectPath } from '../../db/root.ts'

/** Reads test/data/<name> as JSON, whichever build directory the test runs from. */
export function readTestData<T>(name: string): T {
  return readProjectData<T>('test', 'data', name)
}

/** Reads any JSON file of the project by its path from the root. */
export function readProjectData<T>(...path: string[]): T {
  return JSON.parse(readFileSync(projectPath(...path), 'utf8')) as T
}
