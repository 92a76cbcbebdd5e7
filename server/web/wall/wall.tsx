import type { HTMLAttributes } from 'preact'
import { formatTime, t } from '../../../shared/i18n/format.ts'
import { inLanguage } from '../here.ts'
import { StaffLayout } from '../staff/layout.tsx'
import type { WallProps } from './part.tsx'
import { Parts } from './parts.tsx'
import type { StreamLine, StreamWords } from './words.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'db-wall': HTMLAttributes<HTMLElement>
    }
  }
}

interface PageProps extends WallProps {
  readonly stream: readonly StreamLine[]
  readonly words: StreamWords
  /** Where the live feed goes on. */
  readonly after: string
}

/** The wall: one screen, no scrolling on 16:9, a list on a phone. Parts marked data-part are taken anew when something happens. */
export function WallPage(props: PageProps) {
  const { here, wall, stream, words, after } = props
  const { lang } = here
  return (
    <StaffLayout here={here} title={t(lang, 'page.wall.title')} at="wall" bare assets={['wall.css', 'wall.js']}>
      <db-wall
        class="wall"
        data-after={after}
        data-parts={inLanguage(lang, here.path.replace(/^\/wall/, '/wall/parts'))}
        data-sign-in={inLanguage(lang, `/sign-in?to=${encodeURIComponent('/wall')}`)}
        data-words={JSON.stringify({
          ...words,
          live: t(lang, 'page.wall.live'),
          connecting: t(lang, 'page.wall.connecting'),
          lost: t(lang, 'page.wall.lost', { time: '{time}' }),
          old: t(lang, 'page.wall.old', { time: '{time}' }),
          ended: t(lang, 'page.wall.ended'),
          again: t(lang, 'page.wall.again'),
        })}
      >
        <div class="wall__top">
          <h1>{t(lang, 'page.wall.title')}</h1>
          <p class="wall__state" data-state="plain" role="status">
            {t(lang, 'page.wall.plain', { time: formatTime(props.zone, Date.parse(wall.at)) })}
          </p>
          <p class="wall__links">
            <a href={inLanguage(lang, '/wall/tables')}>{t(lang, 'page.wall.tables')}</a>
          </p>
        </div>
        <Parts {...props} />
        <section class="wall__panel wall__stream" aria-labelledby="stream">
          <h2 id="stream">{t(lang, 'page.wall.stream')}</h2>
          <ol data-stream>
            {stream.map((line) => (
              <StreamItem line={line} />
            ))}
          </ol>
          {stream.length === 0 && (
            <p class="quiet" data-stream-none>
              {t(lang, 'page.wall.streamNone')}
            </p>
          )}
          <template data-line>
            <StreamItem line={{ number: '', time: '', mark: '', look: '', words: '', place: '', href: '' }} />
          </template>
        </section>
      </db-wall>
    </StaffLayout>
  )
}

function StreamItem({ line }: { line: StreamLine }) {
  return (
    <li class={line.look ? `is-${line.look}` : undefined}>
      <a href={line.href}>
        <time>{line.time}</time> <i aria-hidden="true">{line.mark}</i> <b>{line.words}</b> <span>{line.place}</span>
      </a>
    </li>
  )
}
