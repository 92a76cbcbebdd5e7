import { formatNear } from '../../../shared/i18n/format.ts'
import type { Here } from '../here.ts'

export interface Step {
  readonly at: number
  readonly title: string
  /** The instant in words, where they are not the usual ones. */
  readonly when?: string
  /** What the system says more about it, a line each. */
  readonly lines: readonly string[]
  /** What a person wrote, with its language when it is known. */
  readonly words?: { readonly text: string; readonly lang?: string | undefined } | undefined
  readonly by?: string | undefined
  readonly look?: 'met' | 'missed' | 'raised' | 'soon' | 'done' | undefined
  readonly coming?: boolean
}

/** What happened, in order, and what is still to come. */
export function Timeline({ here, zone, steps }: { here: Here; zone: string; steps: readonly Step[] }) {
  return (
    <ol class="timeline">
      {steps.map((step) => (
        <li class={`${step.coming ? 'is-coming' : ''}${step.look ? ` is-${step.look}` : ''}`.trim() || undefined}>
          <h3>{step.title}</h3>
          <time dateTime={new Date(step.at).toISOString()}>
            {step.when ?? formatNear(here.lang, zone, step.at, here.now)}
          </time>
          {step.by && <span class="timeline__by"> · {step.by}</span>}
          {step.lines.map((line) => (
            <p>{line}</p>
          ))}
          {step.words && (
            <p class="words" lang={step.words.lang}>
              {step.words.text}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
