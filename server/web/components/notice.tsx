import type { ComponentChildren } from 'preact'

/** Something the reader must not miss; `said` is read out at once by a screen reader. */
export function Notice({
  kind = 'waiting',
  said = false,
  children,
}: {
  kind?: 'waiting' | 'met' | 'missed' | 'soon'
  said?: boolean
  children: ComponentChildren
}) {
  return (
    <div class={`notice notice--${kind}`} role={said ? 'status' : undefined}>
      {children}
    </div>
  )
}
