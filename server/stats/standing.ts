import type { Deps } from '../deps.ts'

const standing = new WeakSet<Deps>()

/** Whether this instance folds by a loop of its own. */
export function standingFold(deps: Deps): boolean {
  return standing.has(deps)
}

export function setStandingFold(deps: Deps): void {
  standing.add(deps)
}
