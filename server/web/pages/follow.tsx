import { t } from '../../../shared/i18n/text.ts'
import { Hidden } from '../components/form.tsx'
import { type Here, inLanguage } from '../here.ts'
import { Layout } from '../layout.tsx'

interface FollowProps {
  readonly here: Here
  readonly token: string
  readonly number: string | null
  /** `asked`: whether the address is theirs; `on`: they hear of the case; `left`: just now; `gone`: the link opens nothing. */
  readonly state: 'asked' | 'on' | 'left' | 'gone'
}

/** The two questions of whoever follows a case: shall we write, and shall we stop. */
export function FollowPage({ here, token, number, state }: FollowProps) {
  const { lang } = here
  const title =
    state === 'left' || state === 'gone'
      ? t(lang, `page.citizen.follow.${state}Title`)
      : t(lang, state === 'on' ? 'page.citizen.follow.onTitle' : 'page.citizen.follow.askTitle', {
          number: number ?? '',
        })
  return (
    <Layout here={here} title={title} personal>
      <div class="wide section narrow">
        <h1>{title}</h1>
        <p class="lead">
          {t(
            lang,
            state === 'asked'
              ? 'page.citizen.follow.ask'
              : state === 'on'
                ? 'page.citizen.follow.on'
                : state === 'left'
                  ? 'page.citizen.follow.left'
                  : 'page.citizen.follow.gone',
          )}
        </p>
        {(state === 'asked' || state === 'on') && (
          <form class="actions" method="post" action={inLanguage(lang, `/follow/${token}`)}>
            <Hidden values={{ _csrf: here.csrf }} />
            {state === 'asked' && (
              <button class="button" type="submit" name="do" value="confirm">
                {t(lang, 'page.citizen.follow.confirm')}
              </button>
            )}
            <button class="button button--second" type="submit" name="do" value="leave">
              {t(lang, state === 'asked' ? 'page.citizen.follow.refuse' : 'page.citizen.follow.stop')}
            </button>
          </form>
        )}
        {number && (
          <p>
            <a href={inLanguage(lang, `/cases/${number}`)}>{t(lang, 'page.citizen.follow.openCase')}</a>
          </p>
        )}
      </div>
    </Layout>
  )
}
