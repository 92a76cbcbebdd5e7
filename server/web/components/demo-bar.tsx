import { formatNear } from '../../../shared/i18n/format.ts'
import { t } from '../../../shared/i18n/text.ts'
import { assetUrl } from '../assets.ts'
import { type Here, inLanguage } from '../here.ts'
import { Hidden } from './form.tsx'

const ZONE = 'Asia/Almaty'
const MOVES = ['hour', 'morning', 'day'] as const

/** In the demo, above every page: what its clock says, and how to move it on. */
export function DemoBar({ here }: { here: Here }) {
  const { lang, demo, now } = here
  if (!demo) return null
  return (
    <aside class="demo" aria-label={t(lang, 'page.demo.bar')}>
      <link rel="stylesheet" href={assetUrl('demo.css')} />
      <div class="wide demo__row">
        <strong>
          {demo.target === null
            ? t(lang, 'page.demo.now', { when: formatNear(lang, ZONE, now, now) })
            : t(lang, 'page.demo.moving', { when: formatNear(lang, ZONE, demo.target, now) })}
        </strong>
        <form class="demo__moves" method="post" action={inLanguage(lang, '/demo/clock')}>
          <Hidden values={{ _csrf: here.csrf, back: here.path }} />
          {MOVES.map((move) => (
            <button class="demo__move" type="submit" name="to" value={move} disabled={demo.target !== null}>
              {t(lang, `page.demo.${move}`)}
            </button>
          ))}
        </form>
        <a href={inLanguage(lang, '/demo')}>{t(lang, 'page.demo.roles')}</a>
      </div>
    </aside>
  )
}
