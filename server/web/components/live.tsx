import type { ComponentChildren, HTMLAttributes } from 'preact'

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'db-live': HTMLAttributes<HTMLElement> & { topic?: string }
      'db-keys': HTMLAttributes<HTMLElement>
      'db-template': HTMLAttributes<HTMLElement> & { for?: string }
      'db-undo': HTMLAttributes<HTMLElement> & {
        'data-left'?: number | undefined
        'data-waiting'?: string
        'data-undo'?: string
        'data-now'?: string
      }
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
export function LiveRegion({ topic, children }: { topic: string; children: ComponentChildren }) {
  return <db-live topic={topic}>{children}</db-live>
}
