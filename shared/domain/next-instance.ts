/** Where a branch turns when a body does not answer, or answers nothing: the body above it, the prosecutor, the ombudsman. */

export type Instance = 'upper' | 'prosecutor' | 'ombudsman'
export const INSTANCES: readonly Instance[] = ['upper', 'prosecutor', 'ombudsman']

/** A body as the choice of an instance needs it. */
export interface InstanceBody {
  readonly id: string
  readonly kind: string
  readonly region: string | null
  readonly parent: string | null
  readonly competences: readonly string[]
  readonly active: boolean
}

export interface Proposed<Body extends InstanceBody> {
  readonly instance: Instance
  readonly body: Body
}

/**
 * The instances for a body and the category of the case, nearest first. A prosecutor and an ombudsman of the region come
 * before those of the country; one whose field is named before one for everything. The body itself is never one of them.
 */
export function nextInstances<Body extends InstanceBody>(
  bodies: readonly Body[],
  of: Body,
  category: string,
): Proposed<Body>[] {
  const upper = bodies.find((b) => b.id === of.parent && b.active)
  const best = (kind: string) =>
    bodies
      .filter((b) => b.kind === kind && b.active && b.id !== of.id && (b.region === null || b.region === of.region))
      .sort((a, b) => rank(a, category) - rank(b, category) || (a.id < b.id ? -1 : 1))[0]
  const found: [Instance, Body | undefined][] = [
    ['upper', upper],
    ['prosecutor', best('prosecutor')],
    ['ombudsman', best('ombudsman')],
  ]
  return found.flatMap(([instance, body]) => (body ? [{ instance, body }] : []))
}

function rank({ region, competences }: InstanceBody, category: string): number {
  const field = competences.includes(category) ? 0 : competences.length === 0 ? 1 : 2
  return (region === null ? 10 : 0) + field
}

/** Why the next instance may be turned to: the term has passed in silence, or the answer settles nothing. */
export type NextReason = 'silence' | 'refusal'

/** Null while the body still has time. `dueAt` of the reply (epoch ms), null when none is open. */
export function nextReason(
  contact: { readonly state: string; readonly dueAt: number | null },
  replies: readonly { readonly grade: string | null }[],
  at: number,
): NextReason | null {
  const last = replies.filter((r) => r.grade !== null && r.grade !== 'holding' && r.grade !== 'forwarded').at(-1)
  if (last?.grade === 'refusal' || last?.grade === 'brush-off') return 'refusal'
  return contact.state === 'open' && contact.dueAt !== null && at >= contact.dueAt ? 'silence' : null
}
