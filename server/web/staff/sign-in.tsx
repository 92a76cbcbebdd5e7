import { t } from '../../../shared/i18n/text.ts'
import { ErrorSummary, type Faults, Hidden, Input } from '../components/form.tsx'
import { Notice } from '../components/notice.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

interface SignInProps {
  readonly here: Here
  readonly faults: Faults
  readonly email: string
  /** Where to go afterwards, without language; empty: to the person's own first page. */
  readonly to: string
  /** The password was right and a one-time code is asked for: what was given, sealed. */
  readonly pending?: string
  /** Nobody works here yet. */
  readonly empty: boolean
  readonly out: boolean
}

const FIRST = 'npm run staff -- add --email you@example.org --name "Your Name" --role admin,central-head'

/** Signing in: e-mail and password, and then the code where it is switched on. */
export function SignInPage({ here, faults, email, to, pending, empty, out }: SignInProps) {
  const { lang } = here
  return (
    <Layout here={here} title={t(lang, 'page.staff.signIn')} personal faulty={faults.size > 0}>
      <div class="wide section">
        <div class="narrow">
          <ErrorSummary lang={lang} faults={faults} />
          {out && (
            <Notice kind="met" said>
              <p>{t(lang, 'page.staff.signedOut')}</p>
            </Notice>
          )}
          <h1>{t(lang, pending ? 'page.staff.codeTitle' : 'page.staff.signIn')}</h1>
          {empty && (
            <Notice kind="soon">
              <p>
                <strong>{t(lang, 'page.staff.nobody')}</strong>
              </p>
              <p>{t(lang, 'page.staff.nobodyHint')}</p>
              <p lang="en">
                <code>{FIRST}</code>
              </p>
            </Notice>
          )}
          {!pending && to !== '' && !out && faults.size === 0 && (
            <p class="lead">{t(lang, 'page.staff.signInFirst')}</p>
          )}
          <form method="post" action={inLanguage(lang, '/sign-in')} novalidate>
            <Hidden values={{ _csrf: here.csrf, to, pending }} />
            {pending ? (
              <Input
                lang={lang}
                id="totp"
                label={t(lang, 'page.staff.code')}
                hint={t(lang, 'page.staff.codeHint')}
                faults={faults}
                inputMode="numeric"
                autocomplete="one-time-code"
                maxLength={10}
              />
            ) : (
              <>
                <Input
                  lang={lang}
                  id="email"
                  type="email"
                  label={t(lang, 'page.staff.email')}
                  faults={faults}
                  value={email}
                  autocomplete="username"
                  maxLength={254}
                />
                <Input
                  lang={lang}
                  id="password"
                  type="password"
                  label={t(lang, 'page.staff.password')}
                  hint={t(lang, 'page.staff.passwordHint')}
                  faults={faults}
                  autocomplete="current-password"
                  maxLength={200}
                />
              </>
            )}
            <div class="row">
              <button class="button" type="submit">
                {t(lang, 'page.staff.enter')}
              </button>
              {pending && (
                <a class="button button--link" href={inLanguage(lang, '/sign-in')}>
                  {t(lang, 'page.staff.startAgain')}
                </a>
              )}
            </div>
          </form>
        </div>
      </div>
    </Layout>
  )
}
