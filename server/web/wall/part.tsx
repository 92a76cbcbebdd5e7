import type { ComponentChildren } from 'preact'
import type { WallView } from '../../../shared/contract/wall.ts'
import type { FullWorld } from '../../world.ts'
import { inLanguage } from '../here.ts'
import type { StaffHere } from '../staff/pages.ts'
import type { MapBy } from './map.tsx'

export interface WallProps {
  readonly here: StaffHere
  readonly world: FullWorld
  readonly wall: WallView
  readonly by: MapBy
  /** Local hour of the day at which answers are due. */
  readonly dueAt: number
  readonly zone: string
}

interface PartProps {
  readonly here: StaffHere
  readonly name: string
  readonly title: string
  /** The table behind it. */
  readonly to: string
  readonly children: ComponentChildren
}

/** A panel whose heading leads to the table behind it. */
export function Part({ here, name, title, to, children }: PartProps) {
  return (
    <section class={`wall__panel wall__${name}`} id={`part-${name}`} data-part aria-labelledby={`title-${name}`}>
      <h2 id={`title-${name}`}>
        <a href={inLanguage(here.lang, `/wall/tables#${to}`)}>{title}</a>
      </h2>
      {children}
    </section>
  )
}
