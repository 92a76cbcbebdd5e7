import type { Key } from '../../../shared/i18n/catalog.ts'
import { say, t } from '../../../shared/i18n/text.ts'
import { Hidden } from '../components/form.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

interface Person {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  readonly branchName: string
}

/** Who to be in the demo, and what to try. */
export function DemoPage({ here, people, password }: { here: Here; people: readonly Person[]; password: string }) {
  const { lang } = here
  return (
    <Layout here={here} title={t(lang, 'page.demo.title')} personal>
      <div class="wide section">
        <h1>{t(lang, 'page.demo.title')}</h1>
        <p class="lead">{t(lang, 'page.demo.lead')}</p>
        <h2>{t(lang, 'page.demo.three')}</h2>
        <ol>
          {(['step1', 'step2', 'step3'] as const).map((step) => (
            <li>{t(lang, `page.demo.${step}`)}</li>
          ))}
        </ol>
        <div class="demo__people">
          <section class="demo__person">
            <h2>{t(lang, 'page.demo.citizen')}</h2>
            <p>{t(lang, 'page.demo.citizenHint')}</p>
            <a class="button" href={inLanguage(lang, '/report')}>
              {t(lang, 'page.frame.report')}
            </a>
          </section>
          {people.map((person) => (
            <section class="demo__person">
              <h2>{person.roles.map((role) => say(lang, `role.${role}` as Key)).join(', ')}</h2>
              <p>
                {person.branchName}
                <br />
                <small>{person.email}</small>
              </p>
              <form method="post" action={inLanguage(lang, '/demo/role')}>
                <Hidden values={{ _csrf: here.csrf, staff: String(person.id) }} />
                <button class="button button--quiet" type="submit">
                  {t(lang, 'page.demo.enterAs', { name: person.name })}
                </button>
              </form>
            </section>
          ))}
        </div>
        <p>{t(lang, 'page.demo.password', { password })}</p>
      </div>
    </Layout>
  )
}
