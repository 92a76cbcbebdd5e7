import { PAGE_PERMISSIONS } from './page-permissions.ts'
import type { Role } from './people.ts'
import {
  ADMIN,
  ADMIN_READ,
  ANYONE,
  BRANCH,
  BRIEF,
  CENTRE,
  INBOX,
  INBOX_CENTRE,
  INBOX_WORK,
  LEAD,
  ORDERS,
  POLICY,
  READ_CASE,
  READ_WORK,
  type Reach,
  ROSTER,
  ROSTER_READ,
  type Rule,
  STAFF,
  WALL,
  WORK,
} from './rules.ts'

export type { Reach, Rule } from './rules.ts'

/** Who may do what: every route of the server stands here, and a route that does not is refused at start. */
export const PERMISSIONS: Readonly<Record<string, Rule>> = {
  'GET /healthz': ANYONE,
  'GET /readyz': ANYONE,
  'GET /pulse': ANYONE,
  'GET /metrics': ANYONE,
  'GET /openapi.json': ANYONE,
  'GET /docs': ANYONE,
  'GET /docs/json': ANYONE,
  'GET /docs/yaml': ANYONE,
  'GET /docs/problems': ANYONE,
  'GET /docs/static/index.html': ANYONE,
  'GET /docs/static/swagger-initializer.js': ANYONE,
  'GET /docs/static/*': ANYONE,

  'GET /assets/:file': ANYONE,
  'GET /sw.js': ANYONE,
  'GET /map/ground.json': ANYONE,
  'POST /follow/:token': ANYONE,
  // The token in the address is the person's right to their own terms; calendars sign in nowhere.
  'GET /calendar/:token': ANYONE,
  ...PAGE_PERMISSIONS,

  'POST /api/v1/session': ANYONE,
  'GET /api/v1/session': STAFF,
  'DELETE /api/v1/session': STAFF,
  'PUT /api/v1/session/password': STAFF,
  'POST /api/v1/session/two-factor': STAFF,
  'PUT /api/v1/session/two-factor': STAFF,
  'DELETE /api/v1/session/two-factor': STAFF,

  'POST /api/v1/cases': ANYONE,
  'GET /api/v1/cases': ANYONE,
  'GET /api/v1/cases/:number': READ_CASE,
  'GET /api/v1/cases/:number/events': READ_CASE,
  'GET /api/v1/cases/:number/proof': READ_CASE,
  'GET /api/v1/cases/:number/contacts': READ_WORK,
  'GET /api/v1/cases/:number/instructions': READ_WORK,
  'GET /api/v1/cases/:number/reporter': WORK,
  'POST /api/v1/cases/:number/reaction': WORK,
  'POST /api/v1/cases/:number/updates': { ...WORK, reporter: true },
  'POST /api/v1/cases/:number/supporters': ANYONE,
  'POST /api/v1/cases/:number/abuse-reports': ANYONE,
  'POST /api/v1/cases/:number/attachments': { ...WORK, reporter: true },
  'GET /api/v1/cases/:number/attachments/:id': READ_CASE,
  'PUT /api/v1/cases/:number/assignment': LEAD,
  'POST /api/v1/cases/:number/escalation': WORK,
  'POST /api/v1/cases/:number/rejection': WORK,
  'POST /api/v1/cases/:number/merge': WORK,
  'POST /api/v1/cases/:number/contacts': WORK,
  'POST /api/v1/cases/:number/contacts/preview': WORK,
  'POST /api/v1/cases/:number/contacts/preview.pdf': WORK,
  'POST /api/v1/cases/:number/instructions': CENTRE,
  'GET /api/v1/cases/:number/commitments': READ_WORK,
  'POST /api/v1/cases/:number/commitments': WORK,
  'POST /api/v1/commitments/:id/outcome': WORK,
  'GET /api/v1/commitments': BRIEF,
  'GET /api/v1/commitments.csv': BRIEF,
  'POST /api/v1/cases/:number/replies/:reply/opinion': { about: 'case', reporter: true },
  'POST /api/v1/cases/:number/resolution': WORK,
  'POST /api/v1/cases/:number/confirmation': { about: 'case', reporter: true },
  'POST /api/v1/cases/:number/closure': LEAD,
  'POST /api/v1/cases/:number/erasure': CENTRE,
  'POST /api/v1/cases/:number/moderation': CENTRE,

  'GET /api/v1/contacts/:id': READ_WORK,
  'GET /api/v1/contacts/:id/next-instance': READ_WORK,
  'POST /api/v1/contacts/:id/letters': WORK,
  'GET /api/v1/contacts/:id/letters/:letter': READ_WORK,
  'PUT /api/v1/contacts/:id/registration': WORK,
  'POST /api/v1/contacts/:id/replies': WORK,
  'PUT /api/v1/contacts/:id/replies/:reply/grade': WORK,
  'POST /api/v1/contacts/:id/extension': WORK,
  'POST /api/v1/contacts/:id/redirect': WORK,
  'POST /api/v1/contacts/:id/delivery': WORK,

  'GET /api/v1/instructions': ORDERS,
  // A branch sees the mails that may answer, or have answered, its own letters (server/inbox/work.ts).
  'GET /api/v1/inbox': INBOX,
  'GET /api/v1/inbox/:id': INBOX,
  'GET /api/v1/inbox/:id/raw': INBOX,
  'GET /api/v1/inbox/:id/files/:n': INBOX,
  'POST /api/v1/inbox/:id/placement': WORK,
  'DELETE /api/v1/inbox/:id/placement': INBOX_WORK,
  'POST /api/v1/inbox/:id/dismissal': INBOX_CENTRE,

  'GET /api/v1/instructions/:id': { ...READ_WORK, about: 'case' },
  'POST /api/v1/instructions/:id/reports': STAFF,
  'POST /api/v1/instructions/:id/acceptance': CENTRE,
  'POST /api/v1/instructions/:id/return': CENTRE,
  'POST /api/v1/instructions/:id/extension': STAFF,
  'POST /api/v1/instructions/:id/extension/refusal': STAFF,

  'POST /api/v1/cases/:number/meetings': WORK,
  'GET /api/v1/cases/:number/meetings': READ_WORK,
  'GET /api/v1/meetings/:id': READ_WORK,
  'PUT /api/v1/meetings/:id': WORK,
  'POST /api/v1/meetings/:id/cancellation': WORK,
  'POST /api/v1/meetings/:id/minutes': WORK,

  'POST /api/v1/cases/:number/help': BRANCH,
  'GET /api/v1/cases/:number/help': READ_WORK,
  'GET /api/v1/help': ORDERS,
  'GET /api/v1/help/:id': READ_WORK,
  'POST /api/v1/help/:id/taking': CENTRE,
  'POST /api/v1/help/:id/answer': CENTRE,
  'POST /api/v1/help/:id/instruction': CENTRE,
  'POST /api/v1/help/:id/withdrawal': BRANCH,

  // Open311: everybody reads; whoever reports has an API key (a field of the form).
  'GET /open311/discovery.json': ANYONE,
  'GET /open311/discovery.xml': ANYONE,
  'GET /open311/v2/services.json': ANYONE,
  'GET /open311/v2/services.xml': ANYONE,
  'GET /open311/v2/services/:named': ANYONE,
  'GET /open311/v2/requests.json': ANYONE,
  'GET /open311/v2/requests.xml': ANYONE,
  'GET /open311/v2/requests/:named': ANYONE,
  'GET /open311/v2/tokens/:named': ANYONE,
  'POST /open311/v2/requests.json': STAFF,
  'POST /open311/v2/requests.xml': STAFF,

  'GET /api/v1/regions': ANYONE,
  'GET /api/v1/districts': ANYONE,
  'GET /api/v1/categories': ANYONE,
  'GET /api/v1/bodies': ANYONE,
  'GET /api/v1/branches': ANYONE,
  'GET /api/v1/calendar': ANYONE,
  'PUT /api/v1/calendar': { roles: { admin: 'all', 'central-head': 'all' } },
  'PUT /api/v1/categories/:id': ADMIN,
  'PUT /api/v1/bodies/:id': ADMIN,
  'PUT /api/v1/branches/:code': ADMIN,

  'GET /api/v1/staff': ROSTER_READ,
  'POST /api/v1/staff': ADMIN,
  'GET /api/v1/staff/:id': ROSTER_READ,
  'PUT /api/v1/staff/:id': ADMIN,
  'POST /api/v1/staff/:id/password': { ...ADMIN, about: 'staff' },
  'GET /api/v1/duty': ROSTER_READ,
  'POST /api/v1/duty': ROSTER,
  'DELETE /api/v1/duty/:id': ROSTER,
  'POST /api/v1/duty/:id/swap': ROSTER,
  'GET /api/v1/duty/gaps': ROSTER_READ,
  'GET /api/v1/duty/rotations': ROSTER_READ,
  'POST /api/v1/duty/rotations': ROSTER,
  'DELETE /api/v1/duty/rotations/:id': ROSTER,
  'GET /api/v1/absences': ROSTER_READ,
  'POST /api/v1/absences': ROSTER,
  'DELETE /api/v1/absences/:id': ROSTER,

  'GET /api/v1/policies': ADMIN_READ,
  'POST /api/v1/policies': POLICY,
  'GET /api/v1/policies/:version': ADMIN_READ,
  'POST /api/v1/policies/:version/trial': POLICY,
  'POST /api/v1/policies/:version/activation': { roles: { 'central-head': 'all' } },
  'GET /api/v1/api-keys': ADMIN,
  'POST /api/v1/api-keys': ADMIN,
  'DELETE /api/v1/api-keys/:id': ADMIN,

  'GET /api/v1/ledger/heads': ANYONE,
  'GET /api/v1/ledger/:date.json': ANYONE,
  'GET /api/v1/ledger/:date.csv': ANYONE,
  'GET /api/v1/stats/overview': ANYONE,
  'GET /api/v1/stats/branches': ANYONE,
  'GET /api/v1/stats/bodies': ANYONE,
  'GET /api/v1/stats/wall': WALL,
  'GET /api/v1/brief': BRIEF,
  'GET /api/v1/outbox': ADMIN_READ,
  'GET /api/v1/engine': ADMIN_READ,
  'GET /api/v1/live': ANYONE,
}

/** Whom a rule is asked about. */
export interface Asker {
  readonly id: number
  readonly roles: readonly Role[]
  readonly branch: string
}

export interface Target {
  readonly branch: string
  readonly owner?: number | null
  /** The branches above `branch`, nearest first. */
  readonly above: readonly string[]
  /** Who does the work of a branch that has nobody of its own: the nearest above that has (shared/domain/people.ts). */
  readonly handledBy?: string | undefined
}

const STRONGEST: readonly Role[] = ['responder', 'head', 'central', 'central-head', 'admin', 'auditor']

/**
 * The role in which the asker may do this, or null. Where several would do, the smallest is recorded as the role acted
 * in: a head working on a case of the branch acts as head only where a responder could not.
 */
export function roleFor(rule: Rule, asker: Asker, target?: Target): Role | null {
  for (const role of STRONGEST) {
    const reach = rule.roles?.[role]
    if (!reach || !asker.roles.includes(role)) continue
    if (!rule.about || !target || reaches(reach, asker, target)) return role
  }
  return null
}

function reaches(reach: Reach, asker: Asker, target: Target): boolean {
  if (reach === 'all' || target.owner === asker.id || target.branch === asker.branch) return true
  if (target.handledBy === asker.branch) return true
  return reach === 'below' && target.above.includes(asker.branch)
}
