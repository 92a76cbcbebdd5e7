import { formatDate, formatDuration, formatNumber, formatPercent, t } from '../../../shared/i18n/format.ts'
import { placeWords } from '../case-words.ts'
import { inLanguage } from '../here.ts'
import { Part, type WallProps } from './part.tsx'
import { casePath } from './words.ts'

const MINUTE = 60_000

/** Who has heard nothing longest, then what the centre has taken up. */
export function Burning({ here, world, wall }: WallProps) {
  const { lang } = here
  const rows = wall.burning
  return (
    <Part here={here} name="burning" title={t(lang, 'page.wall.burning')} to="burning">
      {rows.length === 0 && (
        <p class="wall__well">
          <span aria-hidden="true">✓</span> {t(lang, 'page.wall.burningNone')}
        </p>
      )}
      <ol>
        {rows.map((row) => {
          const [mark, look] = row.answered || (row.raised && !row.silent) ? ['▲', 'raised'] : ['✕', 'missed']
          const late = t(lang, 'page.wall.late', { duration: formatDuration(lang, row.lateMinutes * MINUTE) })
          return (
            <li class={`is-${look}`}>
              <a href={casePath(here, row.number)}>
                <b>
                  <i aria-hidden="true">{mark}</i> {placeWords(row, lang, world)}
                </b>
                <strong>{row.answered ? t(lang, 'page.wall.told.reacted') : late}</strong>
                <span>{world.reference.category(row.category)?.name[lang] ?? row.category}</span>
                <small class="number">{row.number}</small>
              </a>
            </li>
          )
        })}
      </ol>
    </Part>
  )
}

export function Rising({ here, wall }: WallProps) {
  const { lang } = here
  return (
    <Part here={here} name="rising" title={t(lang, 'page.wall.rising')} to="rising">
      {wall.rising.length === 0 && <p class="quiet">{t(lang, 'page.wall.risingNone')}</p>}
      <ul>
        {wall.rising.slice(0, 3).map((rise) => (
          <li class="is-soon">
            <a href={inLanguage(lang, `/wall/cases?category=${rise.category}`)}>
              <b>
                <i aria-hidden="true">▲</i> {rise.name[lang]}
              </b>{' '}
              <span>
                {t(lang, 'page.wall.risingRow', { today: rise.today, usual: formatNumber(lang, rise.usual, 1) })}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

export function Bodies({ here, wall }: WallProps) {
  const { lang } = here
  // A body whose first term has not come yet has neither kept nor missed one.
  const bodies = wall.bodies.filter(({ reply, replied, silent }) => reply.n + replied + silent > 0)
  return (
    <Part here={here} name="bodies" title={t(lang, 'page.wall.bodies')} to="bodies">
      {bodies.length === 0 && <p class="quiet">{t(lang, 'page.wall.bodiesNone')}</p>}
      <ul>
        {bodies.map((body) => (
          <li>
            <a href={inLanguage(lang, `/bodies/${body.code}`)}>
              <span>{body.name[lang]}</span>
              <b>
                {body.reply.share === null
                  ? `${formatNumber(lang, body.replied)}/${formatNumber(lang, body.reply.n)}`
                  : formatPercent(lang, body.reply.share, 0)}
              </b>
              {body.silent > 0 && (
                <strong class="is-missed">
                  <i aria-hidden="true">✕ {formatNumber(lang, body.silent)}</i>
                  <span class="shade">{t(lang, 'page.wall.bodySilent', { n: body.silent })}</span>
                </strong>
              )}
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}

export function Instructions({ here, wall }: WallProps) {
  const { lang } = here
  const { open, overdue, reported, items } = wall.instructions
  return (
    <Part here={here} name="instructions" title={t(lang, 'page.wall.instructions')} to="instructions">
      <p class="wall__sums">
        <span>
          <b>{formatNumber(lang, open)}</b> {t(lang, 'page.wall.controlled')}
        </span>
        <span class={overdue > 0 ? 'is-missed' : undefined}>
          <b>
            {overdue > 0 && <i aria-hidden="true">✕ </i>}
            {formatNumber(lang, overdue)}
          </b>{' '}
          {t(lang, 'page.wall.controlOverdue')}
        </span>
        <span>
          <b>{formatNumber(lang, reported)}</b> {t(lang, 'page.wall.controlReported')}
        </span>
      </p>
      <ul>
        {items.slice(0, 3).map((item) => (
          <li class={item.overdue ? 'is-missed' : undefined}>
            <a href={casePath(here, item.number)}>
              <b>{formatDate(lang, item.dueOn)}</b> <span>{item.responsible}</span>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  )
}
