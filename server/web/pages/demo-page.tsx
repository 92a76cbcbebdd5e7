import { findDemoPerson, listDemoPeople } from '../../../db/demo.ts'
import { safeError } from '../../../db/errors.ts'
import type { Role } from '../../../shared/domain/people.ts'
import { addDays, instantOf, localDate } from '../../../shared/domain/zone.ts'
import { moveClock } from '../../demo/move.ts'
import { DEMO_PASSWORD } from '../../demo/people.ts'
import { setSessionCookie } from '../../plugins/authentication.ts'
import { HttpProblem } from '../../problem.ts'
import type { Sessions } from '../../sessions.ts'
import { signIn } from '../../staff/sign-in.ts'
import type { Asked, Pages } from '../pages.ts'
import { homeOf } from '../staff/menu.ts'
import { returnTo } from '../staff/sign-in-page.tsx'
import { DemoPage } from './demo.tsx'

const ZONE = 'Asia/Almaty'
const HOUR = 3_600_000
/** Branches whose people are offered: a city, a region, and one where much comes late. */
const BRANCHES = ['KZ-75', 'KZ-39', 'KZ-61']

/** `/demo`: who to be, and the hands of the clock. Only under `npm run demo`. */
export function demoPages(pages: Pages, sessions: Sessions): void {
  const { deps } = pages
  const only = () => {
    if (!deps.demo) throw new HttpProblem('not_found')
    return deps.demo
  }

  pages.get('/demo', async ({ here }) => {
    only()
    const people = await listDemoPeople(deps.sql, BRANCHES)
    const { reference } = await deps.world.at(here.now)
    return {
      page: (
        <DemoPage
          here={here}
          password={DEMO_PASSWORD}
          people={[...people]
            .sort(byRank)
            .map((p) => ({ ...p, branchName: reference.branch(p.branch)?.name[here.lang] ?? p.branch }))}
        />
      ),
    }
  })

  pages.post('/demo/clock', async ({ here, form }: Asked) => {
    const clock = only()
    // In the background: the pages show what happens on the way, by their sockets or when they are loaded again.
    moveClock(deps, clock, targetOf(form.to, here.now)).catch((error) =>
      deps.log.error({ err: safeError(error) }, 'the clock of the demo stopped'),
    )
    return { to: returnTo(form.back) || '/demo' }
  })

  pages.post(
    '/demo/role',
    async ({ request, reply, here, form }: Asked) => {
      only()
      const person = await findDemoPerson(deps.sql, Number(form.staff) || 0)
      if (!person) throw new HttpProblem('not_found')
      const { session } = await signIn(
        deps,
        sessions,
        { email: person.email, password: DEMO_PASSWORD },
        { ip: request.ip, instead: request.session?.hash },
      )
      setSessionCookie(reply, deps, session, here.now)
      return { to: homeOf({ kind: 'staff', ...person, roles: person.roles as Role[], via: 'session' }, here.lang) }
    },
    // Whoever changes roles may still carry the cookie of before: our own Origin is what proves.
    { csrfInHandler: true },
  )
}

const RANKS: readonly string[] = ['responder', 'head', 'central', 'central-head', 'admin', 'auditor']

function byRank(a: { roles: readonly string[] }, b: { roles: readonly string[] }): number {
  return RANKS.indexOf(a.roles[0]!) - RANKS.indexOf(b.roles[0]!)
}

function targetOf(to: string | undefined, now: number): number {
  if (to === 'hour') return now + HOUR
  if (to === 'day') return now + 24 * HOUR
  const today = instantOf(ZONE, localDate(ZONE, now), '09:05')
  return today > now ? today : instantOf(ZONE, addDays(localDate(ZONE, now), 1), '09:05')
}
