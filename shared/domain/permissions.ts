import type { Role } from './people.ts'
import { LANGS } from './text.ts'

/**
 * How far a role reaches: `own` – its own branch, and cases it owns itself; `below` – its branch and those under it;
 * `all` – everything. A role that is not named reaches nothing.
 */
export type Reach = 'own' | 'below' | 'all'

export interface Rule {
  /** Without signing in. What is shown may still depend on who asks. */
  readonly anyone?: true
  /** The person who reported the case, by tracking token. */
  readonly reporter?: true
  readonly roles?: Partial<Record<Role, Reach>>
  /** The rule is about one object (a case, a contact's case…): the reach is checked against it, not only the role. */
  readonly about?: 'case' | 'branch' | 'staff'
}

const ANYONE: Rule = { anyone: true }
const STAFF: Rule = {
  roles: { responder: 'all', head: 'all', central: 'all', 'central-head': 'all', admin: 'all', auditor: 'all' },
}
const WORK: Rule = { about: 'case', roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all' } }
const LEAD: Rule = { about: 'case', roles: { head: 'below', central: 'all', 'central-head': 'all' } }
/** The branch itself asks the centre; the centre does not ask itself. */
const BRANCH: Rule = { about: 'case', roles: { responder: 'own', head: 'below' } }
/** The board of a branch: each case that is moved is asked about by itself. */
const LEAD_BOARD: Rule = { roles: { head: 'below', central: 'all', 'central-head': 'all' } }
const CENTRE: Rule = { about: 'case', roles: { central: 'all', 'central-head': 'all' } }
const READ_CASE: Rule = {
  anyone: true,
  reporter: true,
  about: 'case',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
const READ_WORK: Rule = {
  about: 'case',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
/** Lists of what is ordered and asked, each in their reach. */
const ORDERS: Rule = {
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
const ROSTER: Rule = { about: 'branch', roles: { head: 'below', central: 'all', 'central-head': 'all' } }
const ROSTER_READ: Rule = {
  about: 'branch',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', admin: 'all', auditor: 'all' },
}
/** The brief names cases, so an administrator does not read it. */
const BRIEF: Rule = {
  about: 'branch',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
const INBOX: Rule = {
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
const INBOX_CENTRE: Rule = { roles: { central: 'all', 'central-head': 'all' } }
const ADMIN: Rule = { roles: { admin: 'all' } }
const ADMIN_READ: Rule = { roles: { admin: 'all', central: 'all', 'central-head': 'all', auditor: 'all' } }
const POLICY: Rule = { roles: { central: 'all', 'central-head': 'all' } }

/** The whole country at a glance, private cases among it. */
const WALL: Rule = { roles: { central: 'all', 'central-head': 'all', auditor: 'all' } }

/** The branch as its head sees it; it names cases, so no administrator is among its readers. */
const LEAD_BRANCH: Rule = {
  about: 'branch',
  roles: { head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
/** The settings: each page of them has a rule of its own. */
const SETTINGS: Rule = { roles: { admin: 'all', central: 'all', 'central-head': 'all', auditor: 'all' } }
const CALENDAR: Rule = { roles: { admin: 'all', 'central-head': 'all' } }
/** What is public and should not be: a case, so no administrator. */
const MODERATE: Rule = { roles: { central: 'all', 'central-head': 'all' } }

/** The desk by itself, whatever case lies on it. */
const DESK: Rule = { roles: { responder: 'all', head: 'all', central: 'all', 'central-head': 'all' } }
const READ_DESK: Rule = { roles: { ...DESK.roles, auditor: 'all' } }

/** A page stands without a language (that leads to the reader's) and under each; a form only under each. */
function pages(rules: Readonly<Record<string, Rule>>): Record<string, Rule> {
  const all: Record<string, Rule> = {}
  for (const [route, rule] of Object.entries(rules)) {
    const [method, path = ''] = route.split(' ')
    if (method === 'GET') all[route] = ANYONE
    for (const lang of LANGS) all[`${method} /${lang}${path === '/' ? '' : path}`] = rule
  }
  return all
}

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
  'POST /follow/:token': ANYONE,
  ...pages({
    'GET /': ANYONE,
    'GET /find': ANYONE,
    'GET /report': ANYONE,
    'POST /report': ANYONE,
    'POST /report/suggestions': ANYONE,
    'GET /report/done/:token': ANYONE,
    'GET /report/kept': ANYONE,
    // The key of the form, which only its writer has, opens the photos that wait with it.
    'GET /report/photos/:id': ANYONE,
    'GET /cases': ANYONE,
    'GET /cases/:number': ANYONE,
    'POST /cases/:number/supporters': ANYONE,
    'POST /cases/:number/followers': ANYONE,
    'POST /cases/:number/abuse-reports': ANYONE,
    // The token of a mail is its reader's right to confirm and to leave; the page checks it.
    'GET /follow/:token': ANYONE,
    'POST /follow/:token': ANYONE,
    'GET /feed.atom': ANYONE,
    // The token in the address is the body's right to answer; the page checks it.
    'GET /reply/:token': ANYONE,
    'GET /reply/:token/receipt/:deed': ANYONE,
    'POST /reply/:token': ANYONE,
    'GET /commitments': BRIEF,
    'GET /commitments/:id': READ_WORK,
    'POST /commitments/:id/outcome': WORK,
    'POST /desk/cases/:number/commitments': WORK,
    // The token in the address is the reporter's right; the page checks it.
    'GET /track/:token': ANYONE,
    'GET /track/:token/calendar.ics': ANYONE,
    'GET /track/:token/photos/:id': ANYONE,
    'POST /track/:token/updates': ANYONE,
    'POST /track/:token/confirmation': ANYONE,
    'POST /track/:token/replies/:reply/opinion': ANYONE,
    'GET /gallery': ANYONE,
    // Only in `npm run demo`; elsewhere they are not there.
    'GET /demo': ANYONE,
    'POST /demo/clock': ANYONE,
    'POST /demo/role': ANYONE,
    'GET /branches': ANYONE,
    'GET /branches.csv': ANYONE,
    'GET /branches/:code': ANYONE,
    'GET /branches/:code/months.csv': ANYONE,
    'GET /bodies': ANYONE,
    'GET /bodies.csv': ANYONE,
    'GET /bodies/:code': ANYONE,
    'GET /bodies/:code/months.csv': ANYONE,
    'GET /pulse': ANYONE,
    'GET /wall': WALL,
    'GET /wall/parts': WALL,
    'GET /wall/tables': WALL,
    'GET /wall/tables/:file': WALL,
    'GET /wall/figures.xlsx': WALL,
    'GET /wall/cases': WALL,

    'GET /sign-in': ANYONE,
    'POST /sign-in': ANYONE,
    'POST /sign-out': STAFF,
    'GET /me': STAFF,
    'GET /inbox': INBOX,
    'GET /inbox/:id': INBOX,
    'POST /inbox/:id/placement': WORK,
    'POST /inbox/:id/dismissal': INBOX_CENTRE,

    'GET /branch': LEAD_BRANCH,
    'GET /branch/roster': LEAD_BRANCH,
    'GET /branch/brief': LEAD_BRANCH,
    'GET /branch/figures': LEAD_BRANCH,
    'POST /branch/assignment': LEAD_BOARD,
    'POST /branch/duty': ROSTER,
    'POST /branch/duty/:id/swap': ROSTER,
    'POST /branch/duty/:id/removal': ROSTER,
    'POST /branch/rotations': ROSTER,
    'POST /branch/rotations/:id/end': ROSTER,
    'POST /branch/absences': ROSTER,
    'POST /branch/absences/:id/end': ROSTER,

    'GET /admin': SETTINGS,
    'GET /admin/staff': ADMIN,
    'POST /admin/staff': ADMIN,
    'GET /admin/staff/:id': ADMIN,
    'POST /admin/staff/:id': ADMIN,
    'POST /admin/staff/:id/password': ADMIN,
    'POST /admin/staff/:id/two-factor': ADMIN,
    'POST /admin/staff/:id/disabling': ADMIN,
    'POST /admin/staff/:id/enabling': ADMIN,
    'GET /admin/branches': ADMIN,
    'GET /admin/branches/:code': ADMIN,
    'POST /admin/branches/:code': ADMIN,
    'GET /admin/bodies': ADMIN,
    'POST /admin/bodies': ADMIN,
    'GET /admin/bodies/:code': ADMIN,
    'POST /admin/bodies/:code': ADMIN,
    'GET /admin/categories': ADMIN,
    'GET /admin/categories/:code': ADMIN,
    'POST /admin/categories/:code': ADMIN,
    'GET /admin/calendar': CALENDAR,
    'POST /admin/calendar': CALENDAR,
    'GET /admin/policies': ADMIN_READ,
    'GET /admin/policies/:version': ADMIN_READ,
    'GET /admin/policies/:version/edit': POLICY,
    'POST /admin/policies/:version/edit': POLICY,
    'POST /admin/policies/:version/trial': POLICY,
    'POST /admin/policies/:version/activation': { roles: { 'central-head': 'all' } },
    'GET /admin/keys': ADMIN,
    'POST /admin/keys': ADMIN,
    'POST /admin/keys/:id/disabling': ADMIN,
    'GET /admin/log': ADMIN_READ,
    'GET /admin/moderation': MODERATE,
    'GET /admin/moderation/:number': CENTRE,
    'POST /admin/moderation/:number': CENTRE,

    'GET /desk': READ_DESK,
    'GET /desk/new': DESK,
    'POST /desk/new': DESK,
    'GET /desk/cases/:number': READ_WORK,
    'POST /desk/cases/:number/reporter': WORK,
    'POST /desk/cases/:number/reaction': WORK,
    'POST /desk/cases/:number/updates': WORK,
    'POST /desk/cases/:number/assignment': LEAD,
    'POST /desk/cases/:number/escalation': WORK,
    'POST /desk/cases/:number/rejection': WORK,
    'POST /desk/cases/:number/resolution': WORK,
    'POST /desk/cases/:number/closure': LEAD,
    'POST /desk/cases/:number/merge': WORK,
    'POST /desk/cases/:number/contacts': WORK,
    'POST /desk/cases/:number/instructions': CENTRE,
    'GET /desk/cases/:number/help': BRANCH,
    'POST /desk/cases/:number/help': BRANCH,
    'GET /instructions': ORDERS,
    'GET /instructions/:id': READ_WORK,
    'POST /instructions/:id/reports': STAFF,
    'POST /instructions/:id/acceptance': CENTRE,
    'POST /instructions/:id/return': CENTRE,
    'POST /instructions/:id/ask': STAFF,
    'POST /instructions/:id/grant': STAFF,
    'POST /instructions/:id/refusal': STAFF,
    'GET /help': ORDERS,
    'GET /help/:id': READ_WORK,
    'POST /help/:id/taking': CENTRE,
    'POST /help/:id/answer': CENTRE,
    'POST /help/:id/instruction': CENTRE,
    'POST /help/:id/withdrawal': BRANCH,
    'POST /desk/cases/:number/contacts/:id/registration': WORK,
    'POST /desk/cases/:number/contacts/:id/replies': WORK,
    'POST /desk/cases/:number/contacts/:id/extension': WORK,
    'POST /desk/cases/:number/contacts/:id/redirect': WORK,
    'POST /desk/cases/:number/contacts/:id/grade': WORK,
    'POST /desk/cases/:number/contacts/:id/delivery': WORK,
  }),

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
