import type { FastifyRequest } from 'fastify'
import type { Actor } from '../shared/domain/events.ts'
import { handlingBranch, type Role } from '../shared/domain/people.ts'
import { type Asker, PERMISSIONS, type Rule, roleFor, type Target } from '../shared/domain/permissions.ts'
import { HttpProblem } from './problem.ts'
import type { FullWorld } from './world.ts'

/** Who asks. A reporter is known by the tracking token of one case. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'reporter'; readonly tokenHash: string }
  | {
      readonly kind: 'staff'
      readonly id: number
      readonly name: string
      readonly roles: readonly Role[]
      readonly branch: string
      readonly via: 'session' | 'key'
    }

export const ANONYMOUS: Caller = { kind: 'anonymous' }

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
  interface FastifyContextConfig {
    rule?: Rule
  }
}

/**
 * A stable name of the caller, for idempotency keys. A phone on a bad network comes back from another address, so a key
 * long enough to be nobody else's names an anonymous caller by itself; a short one counts for its address only.
 */
export function callerKey(request: FastifyRequest, key: string): string {
  const { caller } = request
  if (caller.kind === 'staff') return `staff:${caller.id}`
  if (caller.kind === 'reporter') return `reporter:${caller.tokenHash}`
  return key.length >= 20 ? 'anonymous' : `ip:${request.ip}`
}

export function routeKey(request: FastifyRequest): string {
  return `${request.method} ${request.routeOptions.url ?? ''}`
}

function asker(caller: Caller): Asker | undefined {
  return caller.kind === 'staff' ? { id: caller.id, roles: caller.roles, branch: caller.branch } : undefined
}

/** A case (or a branch) as the permission rules see it. */
export function targetOf(world: FullWorld, branch: string, owner: number | null = null): Target {
  const above = world.reference.ancestors(branch).map((b) => b.code)
  return { branch, owner, above, handledBy: handlingBranch(world.roster, branch) }
}

/** The role in which the caller may do this to the target; null when only `anyone` lets them, or nothing does. */
export function roleOn(
  request: FastifyRequest,
  target?: Target,
  rule: Rule | undefined = request.routeOptions.config.rule,
): Role | null {
  const who = asker(request.caller)
  return rule && who ? roleFor(rule, who, target) : null
}

/**
 * Who acts, when they may act on the case: a person of the staff in the role that allows it, or its reporter. Throws
 * `forbidden` (or `unauthenticated`), at the field that named it; the permission table is the only place that decides.
 */
export function actorOn(
  request: FastifyRequest,
  target: Target,
  trackingHash?: string,
  path: readonly string[] = [],
): Actor {
  const rule = request.routeOptions.config.rule ?? PERMISSIONS[routeKey(request)]
  const { caller } = request
  if (caller.kind === 'reporter' && rule?.reporter && trackingHash === caller.tokenHash) return { kind: 'reporter' }
  const role = roleOn(request, target, rule)
  if (role && caller.kind === 'staff') return { kind: 'staff', staff: caller.id, name: caller.name, role }
  throw new HttpProblem(caller.kind === 'anonymous' ? 'unauthenticated' : 'forbidden', {}, path)
}
