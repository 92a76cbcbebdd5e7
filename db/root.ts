import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

let root: string | undefined

/**
 * An absolute path inside the project: `projectPath('db', 'migrations')`.
 * Works from the sources and from any build directory: the root is the nearest package.json named "daybreak" upward.
 */
export function projectPath(...parts: string[]): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)))
  return join(root, ...parts)
}

function findRoot(from: string): string {
  for (let at = from; ; at = dirname(at)) {
    const file = join(at, 'package.json')
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === 'daybreak') return at
    if (at === dirname(at)) throw new Error(`No package.json of "daybreak" stands above ${from}`)
  }
}
