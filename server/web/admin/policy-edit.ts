import type { PolicyData } from '../../../shared/contract/policy.ts'
import type { DeadlineKind } from '../../../shared/domain/deadline.ts'
import type { Ladder, Rung, RungAction, RungWhen } from '../../../shared/domain/policy.ts'
import type { FormBody } from '../form-body.ts'

/** From what a rung counts, as the form asks it. */
export const BASES = ['opened', 'before', 'after', 'workingBefore', 'workingAfter'] as const
export type Base = (typeof BASES)[number]
export const UNITS = ['minutes', 'hours', 'days'] as const
export type Unit = (typeof UNITS)[number]
const MINUTES: Readonly<Record<Unit, number>> = { minutes: 1, hours: 60, days: 1440 }

/** Actions that a new rung can be given; each in one word of the form. */
export const NEW_ACTIONS: Readonly<Record<string, RungAction>> = {
  'tell:owner': { do: 'tell', whom: 'owner' },
  'tell:branch-head': { do: 'tell', whom: 'branch-head' },
  'tell:central-duty': { do: 'tell', whom: 'central-duty' },
  'tell:central-head': { do: 'tell', whom: 'central-head' },
  'tell:reporter': { do: 'tell', whom: 'reporter' },
  'reassign:branch-head': { do: 'reassign', whom: 'branch-head' },
  'reassign:central-duty': { do: 'reassign', whom: 'central-duty' },
  'raise:central': { do: 'raise', level: 'central' },
  wall: { do: 'wall' },
}

export interface WhenFields {
  readonly base: Base
  readonly amount: number
  readonly unit: Unit
  readonly time: string
}

/** A rung's instant as four fields. */
export function fieldsOf({ when }: Pick<Rung, 'when'>): WhenFields {
  if ('workingDays' in when)
    return {
      base: when.workingDays < 0 ? 'workingBefore' : 'workingAfter',
      amount: Math.abs(when.workingDays),
      unit: 'days',
      time: when.at,
    }
  const minutes = Math.abs(when.minutes)
  const unit = minutes > 0 && minutes % 1440 === 0 ? 'days' : minutes > 0 && minutes % 60 === 0 ? 'hours' : 'minutes'
  const base = when.from === 'opened' ? 'opened' : when.minutes < 0 ? 'before' : 'after'
  return { base, amount: minutes / MINUTES[unit], unit, time: '10:00' }
}

function whenIn(form: FormBody, name: string): RungWhen {
  const [base, unit] = [form[`${name}-base`] as Base, form[`${name}-unit`] as Unit]
  const text = form[`${name}-amount`]?.trim() ?? ''
  const amount = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN
  const at = form[`${name}-time`]?.trim() ?? ''
  if (base === 'workingBefore') return { from: 'due', workingDays: -amount, at }
  if (base === 'workingAfter') return { from: 'due', workingDays: amount, at }
  const minutes = amount * (MINUTES[unit] ?? Number.NaN)
  // Zero has no sign: it is the due instant itself.
  return base === 'opened'
    ? { from: 'opened', minutes }
    : { from: 'due', minutes: base === 'before' ? 0 - minutes : minutes }
}

/**
 * The policy with what the form changes of it: the general rules, and one ladder (instants, rungs taken out, one added).
 * What is not a number comes out as NaN and is refused by the schema.
 */
export function dataIn(form: FormBody, base: PolicyData, kind: DeadlineKind): PolicyData {
  const text = (name: string) => form[name]?.trim() ?? ''
  const days = (name: string) => (/^\d{1,3}$/.test(text(name)) ? Number(text(name)) : Number.NaN)
  const { workingDaysOnly: _, ...response } = base.response
  const rungs = (base.ladders[kind] ?? []).flatMap((rung, i): Rung[] =>
    form[`rung-${i}-drop`] === 'yes' ? [] : [{ ...rung, when: whenIn(form, `rung-${i}`) }],
  )
  const action = NEW_ACTIONS[text('new-action')]
  const added: Rung[] =
    text('new-name') && action ? [{ name: text('new-name'), when: whenIn(form, 'new'), actions: [action] }] : []
  return {
    response: {
      ...response,
      cutOff: text('cutOff'),
      hour: text('hour'),
      ...(form['policy-workingDays'] === 'yes' ? { workingDaysOnly: true } : {}),
    },
    confirmationDays: days('confirmationDays'),
    disputeDays: days('disputeDays'),
    briefAt: text('briefAt'),
    quiet: { from: text('quietFrom'), to: text('quietTo') },
    ladders: { ...base.ladders, [kind]: inOrder([...rungs, ...added]) },
  }
}

/** Rungs fire in the order of the ladder; whoever moves one must not have to move the others by hand. */
function inOrder(rungs: Ladder): Ladder {
  const place = ({ when }: Rung) => {
    if ('workingDays' in when) return when.workingDays * 1440
    return when.from === 'opened' ? -1e9 + when.minutes : when.minutes
  }
  return rungs.some((r) => Number.isNaN(place(r))) ? rungs : [...rungs].sort((a, b) => place(a) - place(b))
}
