import type { ComponentChildren } from 'preact'

/** A name and its value; what does not hold is left out. */
export type Fact = readonly [name: string, value: ComponentChildren] | false | null | undefined

/** Names with their values; a value with more than one part stands in `children`. */
export function FactList({
  facts,
  look = 'facts',
  children,
}: {
  facts: readonly Fact[]
  look?: 'facts' | 'tallies'
  children?: ComponentChildren
}) {
  return (
    <dl class={look}>
      {facts.map(
        (fact) =>
          fact && (
            <div>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
      {children}
    </dl>
  )
}
