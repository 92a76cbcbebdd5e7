import type { ComponentChildren, HTMLAttributes } from 'preact'
import type { Lang } from '../../../shared/domain/text.ts'
import { t } from '../../../shared/i18n/text.ts'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'db-live': HTMLAttributes<HTMLElement> & { topic?: string; from?: string | undefined }
      'db-keys': HTMLAttributes<HTMLElement>
      'db-template': HTMLAttributes<HTMLElement> & { for?: string }
      'db-undo': HTMLAttributes<HTMLElement> & {
        'data-left'?: number | undefined
        'data-waiting'?: string
        'data-undo'?: string
        'data-now'?: string
      }
      'db-photos': HTMLAttributes<HTMLElement> & { 'data-resizing'?: string; 'data-chosen'?: string }
      'db-kept': HTMLAttributes<HTMLElement>
      'db-print': HTMLAttributes<HTMLElement>
      'db-share': HTMLAttributes<HTMLElement> & { 'data-copied'?: string }
      'db-draft': HTMLAttributes<HTMLElement> & { name?: string; without?: string; clear?: boolean }
      'db-report': HTMLAttributes<HTMLElement> & {
        suggestions?: string
        'data-locating'?: string
        'data-located'?: string
        'data-not-located'?: string
      }
    }
  }
}

/**
 * Keeps what is marked data-live inside it as it is on the server: told by the socket, or looked up each minute where
 * there is none. `topic` may name several, parted by spaces. Without scripts the page is as good as its last reload.
 */
export function LiveRegion({
  topic,
  from,
  children,
}: {
  topic: string
  /** Where to look instead of the address of the page, which may be that of a form. */
  from?: string | undefined
  children: ComponentChildren
}) {
  return (
    <db-live topic={topic} from={from}>
      {children}
    </db-live>
  )
}

/** Shown when the parts around it could not be brought up to date: from when they are. */
export function Stale({ lang, time }: { lang: Lang; time: string }) {
  return (
    <div class="notice notice--missed" role="alert" data-stale hidden>
      <p id="as-of" data-live>
        {t(lang, 'page.frame.offline', { time })}
      </p>
    </div>
  )
}
