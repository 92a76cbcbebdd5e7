import type { Deps } from '../deps.ts'

const standing = new WeakSet<Deps>()

/** Whether mail of this instance leaves by a loop of its own. */
export function standingDelivery(deps: Deps): boolean {
  return standing.has(deps)
}

export function setStandingDelivery(deps: Deps): void {
  standing.add(deps)
}
