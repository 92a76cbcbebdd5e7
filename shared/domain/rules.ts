import type { Role } from './people.ts'

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

export const ANYONE: Rule = { anyone: true }
export const STAFF: Rule = {
  roles: { responder: 'all', head: 'all', central: 'all', 'central-head': 'all', admin: 'all', auditor: 'all' },
}
export const WORK: Rule = {
  about: 'case',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all' },
}
export const LEAD: Rule = { about: 'case', roles: { head: 'below', central: 'all', 'central-head': 'all' } }
/** The branch itself asks the centre; the centre does not ask itself. */
export const BRANCH: Rule = { about: 'case', roles: { responder: 'own', head: 'below' } }
/** The board of a branch: each case that is moved is asked about by itself. */
export const LEAD_BOARD: Rule = { roles: { head: 'below', central: 'all', 'central-head': 'all' } }
export const CENTRE: Rule = { about: 'case', roles: { central: 'all', 'central-head': 'all' } }
export const READ_CASE: Rule = {
  anyone: true,
  reporter: true,
  about: 'case',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
export const READ_WORK: Rule = {
  about: 'case',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
/** Lists of what is ordered and asked, each in their reach. */
export const ORDERS: Rule = {
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
export const ROSTER: Rule = { about: 'branch', roles: { head: 'below', central: 'all', 'central-head': 'all' } }
export const ROSTER_READ: Rule = {
  about: 'branch',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', admin: 'all', auditor: 'all' },
}
/** The brief names cases, so an administrator does not read it. */
export const BRIEF: Rule = {
  about: 'branch',
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
export const INBOX: Rule = {
  roles: { responder: 'own', head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
/** Among what they see; whose deed it was, and who leads, the domain asks. */
export const INBOX_WORK: Rule = { roles: { ...WORK.roles } }
export const INBOX_CENTRE: Rule = { roles: { central: 'all', 'central-head': 'all' } }
export const ADMIN: Rule = { roles: { admin: 'all' } }
export const ADMIN_READ: Rule = { roles: { admin: 'all', central: 'all', 'central-head': 'all', auditor: 'all' } }
export const POLICY: Rule = { roles: { central: 'all', 'central-head': 'all' } }

/** The whole country at a glance, private cases among it. */
export const WALL: Rule = { roles: { central: 'all', 'central-head': 'all', auditor: 'all' } }

/** The branch as its head sees it; it names cases, so no administrator is among its readers. */
export const LEAD_BRANCH: Rule = {
  about: 'branch',
  roles: { head: 'below', central: 'all', 'central-head': 'all', auditor: 'all' },
}
/** The settings: each page of them has a rule of its own. */
export const SETTINGS: Rule = { roles: { admin: 'all', central: 'all', 'central-head': 'all', auditor: 'all' } }
export const CALENDAR: Rule = { roles: { admin: 'all', 'central-head': 'all' } }
/** What is public and should not be: a case, so no administrator. */
export const MODERATE: Rule = { roles: { central: 'all', 'central-head': 'all' } }

/** The desk by itself, whatever case lies on it. */
export const DESK: Rule = { roles: { responder: 'all', head: 'all', central: 'all', 'central-head': 'all' } }
export const READ_DESK: Rule = { roles: { ...DESK.roles, auditor: 'all' } }
