import { randomUUID } from 'node:crypto'
import type { ComponentChildren } from 'preact'
import { Hidden } from '../components/form.tsx'
import { inLanguage } from '../here.ts'
import type { Entry } from './entry.ts'
import type { StaffHere } from './pages.ts'

/** A form that changes something: with the CSRF token of the session and a key of its own (see `keyedForm`). */
export function StaffForm({
  here,
  action,
  id,
  class: look,
  children,
}: {
  here: StaffHere
  /** Without the language. */
  action: string
  id?: string
  class?: string
  children: ComponentChildren
}) {
  return (
    <form method="post" action={inLanguage(here.lang, action)} id={id} class={look} novalidate>
      <Hidden values={{ _csrf: here.csrf, key: randomUUID() }} />
      {children}
    </form>
  )
}

/** What stood in the fields above it (see `touchedIn`): the last thing in its form. */
export function Seen({ entry }: { entry: Entry }) {
  return <Hidden values={{ seen: entry.seen }} />
}
