import type { Caller } from '../../caller.ts'
import type { Deps } from '../../deps.ts'
import { HttpProblem } from '../../problem.ts'
import type { FullWorld } from '../../world.ts'
import type { Here } from '../here.ts'
import type { Asked, Pages, Shown } from '../pages.ts'

export type StaffCaller = Extract<Caller, { kind: 'staff' }>

/** What a page of the staff knows besides: who reads it, and the name of their branch. */
export interface StaffHere extends Here {
  readonly me: StaffCaller
  readonly branchName: string
}

export interface StaffAsked extends Asked {
  readonly here: StaffHere
  readonly world: FullWorld
}

/** The same for an error page too, where the world may be out of reach; undefined for whoever is not of the staff. */
export function staffHere({ world }: Pick<Deps, 'world'>, here: Here): StaffHere | undefined {
  const { caller } = here
  if (caller.kind !== 'staff') return undefined
  return { ...here, me: caller, branchName: world.reference.branch(caller.branch)?.name[here.lang] ?? caller.branch }
}

/**
 * Registers pages for people of the staff. Each takes its rule from the permission table (`'GET /inbox': { roles: … }`
 * among `pages({…})`, plus `about: 'case'` for one object, which the page then checks itself by `takeInHand`). Whoever is
 * not signed in is led to /sign-in and back; whoever may not is shown why not. Example:
 *
 *     staff.get('/inbox', async ({ here, world, form }) => ({
 *       page: <StaffLayout here={here} at="inbox" title={t(here.lang, 'page.inbox.title')}>…</StaffLayout>,
 *     }))
 *     staff.post('/inbox/:id/placement', async ({ request, here, form, params }) => ({ to: '/inbox?done=placed' }))
 *
 * A form on it is a `<StaffForm here={here} action="/inbox/1/placement">` (CSRF token and idempotency key inside; call
 * `keyedForm(asked)` before `perform`). Answer a fault with the page again and `status: 422`.
 */
export class StaffPages {
  readonly pages: Pages
  readonly deps: Deps

  constructor(pages: Pages) {
    this.pages = pages
    this.deps = pages.deps
  }

  get(path: string, show: (asked: StaffAsked) => Promise<Shown>): void {
    this.pages.get(path, async (asked) => show(await this.enter(asked)))
  }

  post(path: string, act: (asked: StaffAsked) => Promise<Shown>): void {
    this.pages.post(path, async (asked) => act(await this.enter(asked)))
  }

  private async enter(asked: Asked): Promise<StaffAsked> {
    const here = staffHere(this.deps, asked.here)
    if (!here) throw new HttpProblem('unauthenticated')
    return { ...asked, here, world: await this.deps.world.at(here.now) }
  }
}

/** A form sent twice is one deed: its hidden key is the Idempotency-Key of a form. */
export function keyedForm({ request, form }: Asked): void {
  const key = form.key
  if (key && /^[0-9a-f-]{36}$/.test(key)) request.headers['idempotency-key'] = key
}
