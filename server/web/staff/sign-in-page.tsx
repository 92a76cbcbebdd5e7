import type { Role } from '../../../shared/domain/people.ts'
import { problemText } from '../../../shared/i18n/problem.ts'
import { t } from '../../../shared/i18n/text.ts'
import { clearSessionCookie, setSessionCookie } from '../../plugins/authentication.ts'
import { HttpProblem } from '../../problem.ts'
import type { Sessions } from '../../sessions.ts'
import { signIn } from '../../staff/sign-in.ts'
import { isStaffed } from '../../staff/staff.ts'
import { type Faults, NO_FAULTS } from '../components/form.tsx'
import { typed } from '../form-body.ts'
import { prefixOf } from '../here.ts'
import type { Asked, Shown } from '../pages.ts'
import { homeOf } from './menu.ts'
import type { StaffPages } from './pages.ts'
import { SignInPage } from './sign-in.tsx'

/** A code must follow the password within this time. */
const PENDING_MS = 5 * 60_000
const BOUND = 'sign-in'

interface Pending {
  readonly email: string
  readonly password: string
  readonly until: number
}

/** `/sign-in` and `/sign-out`. */
export function signInPages(staff: StaffPages, sessions: Sessions): void {
  const { deps, pages } = staff

  pages.get('/sign-in', async (asked) => {
    const { here, form } = asked
    const to = returnTo(form.to)
    if (here.caller.kind === 'staff') return { to: to || homeOf(here.caller, here.lang) }
    return show(asked, NO_FAULTS, { to, email: '', out: form.out === '1' })
  })

  pages.post('/sign-in', enter, {
    // Whoever signs in anew may still carry the cookie of before: our own Origin is what proves.
    csrfInHandler: true,
  })

  async function enter(asked: Asked): Promise<Shown> {
    const { request, reply, here, form } = asked
    const to = returnTo(form.to)
    const given = form.pending ? openPending(form.pending, here.now) : undefined
    const email = given?.email ?? typed(form, 'email')
    const password = given?.password ?? form.password ?? ''
    const totp = typed(form, 'totp')
    const faults = new Map<string, string>()
    if (form.pending && !given) faults.set('email', t(here.lang, 'page.staff.needAgain'))
    else if (given && totp === '') faults.set('totp', t(here.lang, 'page.staff.needCode'))
    else if (email === '' || email.length > 254) faults.set('email', t(here.lang, 'page.staff.needEmail'))
    if (!form.pending && (password === '' || password.length > 200))
      faults.set('password', t(here.lang, 'page.staff.needPassword'))
    const pending = given ? { pending: sealPending(given) } : {}
    if (faults.size > 0) return show(asked, faults, { to, email, ...pending })
    try {
      const from = { ip: request.ip, instead: request.session?.hash }
      const { person, session } = await signIn(deps, sessions, { email, password, ...(totp ? { totp } : {}) }, from)
      setSessionCookie(reply, deps, session, here.now)
      const { id, name, roles, branch } = person
      return {
        to: to || homeOf({ kind: 'staff', id, name, roles: roles as Role[], branch, via: 'session' }, here.lang),
      }
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      if (error.code === 'code_required')
        return show(asked, NO_FAULTS, {
          to,
          email,
          pending: sealPending({ email, password, until: here.now + PENDING_MS }),
        })
      const words = problemText(here.lang, error.code, error.details)
      const field = given ? 'totp' : 'email'
      const wrong = given && error.code === 'wrong_credentials'
      const text = wrong ? t(here.lang, 'page.staff.wrongCode') : `${words.title}. ${words.detail}`
      return show(asked, new Map([[field, text]]), { to, email, ...pending })
    }
  }

  staff.post('/sign-out', async ({ request, reply, here }) => {
    // A key has no session to end.
    if (!request.session) throw new HttpProblem('forbidden')
    await sessions.end(request.session.hash, here.now)
    clearSessionCookie(reply, deps)
    return { to: '/sign-in?out=1' }
  })

  async function show(
    { here, reply }: Asked,
    faults: Faults,
    more: { to: string; email: string; pending?: string; out?: boolean },
  ): Promise<Shown> {
    reply.header('cache-control', 'no-store')
    const empty = !more.pending && !(await isStaffed(deps))
    return {
      page: <SignInPage here={here} faults={faults} empty={empty} {...more} out={more.out ?? false} />,
      status: faults.size > 0 ? 422 : 200,
    }
  }

  /** Between password and code the password waits in the page, sealed: neither the page nor its reader can open it. */
  function sealPending(pending: Pending): string {
    return deps.secrets.seal(JSON.stringify(pending), BOUND)
  }

  function openPending(sealed: string, now: number): Pending | undefined {
    try {
      const pending = JSON.parse(deps.secrets.unseal(Buffer.from(sealed, 'base64'), BOUND)) as Pending
      return now < pending.until ? pending : undefined
    } catch {
      // altered, or sealed under another key: asked for anew
      return undefined
    }
  }
}

/** Only a path of our own, without the language; anything else is nowhere. */
export function returnTo(path: string | undefined): string {
  if (!path || path.length > 500 || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path)) return ''
  const own = prefixOf(path) ? path.slice(3) : path
  return /^\/(?![/\\])/.test(own) && !/^\/sign-(in|out)\b/.test(own) ? own : ''
}
