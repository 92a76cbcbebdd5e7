import type { z } from 'zod'
import {
  assignmentBody,
  closureBody,
  mergeBody,
  reactionBody,
  reasonBody,
  rejectionBody,
  resolutionBody,
  updateBody,
} from '../../../shared/contract/case.ts'
import {
  contactBody,
  deliveryBody,
  gradeBody,
  redirectBody,
  registrationBody,
  replyBody,
  untilBody,
} from '../../../shared/contract/contact.ts'
import { instructionBody } from '../../../shared/contract/instruction.ts'
import { followUpBody } from '../../../shared/contract/letter.ts'
import { idParam } from '../../../shared/contract/text.ts'
import type { Case } from '../../../shared/domain/case.ts'
import type { AnnexAsked } from '../../../shared/domain/mailing.ts'
import { canMove, isOpen } from '../../../shared/domain/status.ts'
import { instantOf } from '../../../shared/domain/zone.ts'
import { type FormBody, typed } from '../form-body.ts'

/** What is done to a case at the desk; each name is its path under the case, as in the API. */
export const CASE_DEEDS = [
  'reaction',
  'contacts',
  'updates',
  'assignment',
  'escalation',
  'resolution',
  'closure',
  'rejection',
  'merge',
  'instructions',
] as const
/** What is done to one letter of a case. */
export const LETTER_DEEDS = [
  'registration',
  'replies',
  'grade',
  'extension',
  'redirect',
  'letters',
  'delivery',
] as const
export type CaseDeed = (typeof CASE_DEEDS)[number]
export type LetterDeed = (typeof LETTER_DEEDS)[number]
export type DeedName = CaseDeed | LetterDeed

/** Keys that open the form. */
export const DEED_KEYS: Readonly<Partial<Record<DeedName, string>>> = {
  reaction: 'r',
  contacts: 'c',
  updates: 'u',
  assignment: 'a',
}

/** What goes out and cannot be taken back: without scripts it is shown once more before it does. */
export const CHECKED: ReadonlySet<DeedName> = new Set(['reaction', 'contacts', 'resolution', 'rejection', 'letters'])

/** What the status of a case allows; who may is another question. */
export function isPossible(deed: CaseDeed, { status, level }: Pick<Case, 'status' | 'level'>): boolean {
  switch (deed) {
    case 'reaction':
      return canMove(status, 'reaction')
    case 'resolution':
      return canMove(status, 'resolution')
    case 'closure':
      return canMove(status, 'closure')
    case 'rejection':
      return canMove(status, 'rejection')
    case 'merge':
      return canMove(status, 'merge')
    case 'escalation':
      return isOpen(status) && level !== 'central'
    default:
      return isOpen(status)
  }
}

/** Which reply of the letter is graded stands in the form, not in the address. */
const gradeOf = gradeBody.extend({ reply: idParam })

/** The body of the API's command, made of what stands in the form; empty fields are left out. */
const BODIES = {
  reaction: [reactionBody, (form) => given(form, 'text', 'nextAction', 'nextActionOn', 'language')],
  updates: [
    updateBody,
    (form) => ({ ...given(form, 'text', 'nextActionOn', 'language'), public: form.public === 'yes' }),
  ],
  assignment: [assignmentBody, (form) => ({ ...given(form, 'branch', 'reason'), ...numbered(form, 'owner') })],
  escalation: [reasonBody, (form) => given(form, 'reason')],
  rejection: [rejectionBody, (form) => given(form, 'reason', 'text', 'competentBody', 'language')],
  resolution: [resolutionBody, (form) => given(form, 'text', 'language')],
  closure: [closureBody, (form) => given(form, 'text')],
  merge: [
    mergeBody,
    (form) => ({
      ...given(form, 'reason'),
      ...(typed(form, 'other') ? { into: typed(form, 'other') } : given(form, 'into')),
    }),
  ],
  contacts: [
    contactBody,
    (form) => {
      const alsoCases = typed(form, 'alsoCases')
        .split(/[\s,;]+/)
        .filter(Boolean)
      const body = typed(form, 'other') || typed(form, 'body')
      return {
        ...given(form, 'channel', 'subject', 'text', 'replyDueOn', 'language'),
        ...(body ? { body } : {}),
        ...(alsoCases.length > 0 ? { alsoCases } : {}),
        ...numbered(form, 'about'),
        ...chosenAnnexes(form),
      }
    },
  ],
  instructions: [instructionBody, (form) => ({ ...given(form, 'text', 'dueOn'), ...numbered(form, 'responsible') })],
  registration: [registrationBody, (form) => given(form, 'registeredOn', 'incomingNumber')],
  replies: [
    replyBody,
    (form, zone) => ({
      ...given(form, 'text', 'grade', 'incomingNumber'),
      ...(isDay(typed(form, 'receivedOn')) ? { receivedAt: noonOf(typed(form, 'receivedOn'), zone) } : {}),
    }),
  ],
  extension: [untilBody, (form) => given(form, 'until', 'reason')],
  grade: [gradeOf, (form) => ({ ...given(form, 'grade', 'note'), ...numbered(form, 'reply') })],
  redirect: [redirectBody, (form) => given(form, 'body', 'receivedOn', 'replyDueOn')],
  letters: [followUpBody, (form) => given(form, 'purpose', 'text')],
  delivery: [deliveryBody, (form) => ({ ...given(form, 'delivery', 'note'), ...numbered(form, 'letter') })],
} as const satisfies Record<DeedName, readonly [z.ZodType, (form: FormBody, zone: string) => object]>

export type BodyOf<D extends DeedName> = z.output<(typeof BODIES)[D][0]>

/** The checked body, or what is wrong with it by field. `zone` is the case's: a day is a day there. */
export function readBody<D extends DeedName>(
  deed: D,
  form: FormBody,
  zone: string,
): { readonly body: BodyOf<D> } | { readonly issues: z.core.$ZodIssue[] } {
  const [schema, make] = BODIES[deed]
  const parsed = schema.safeParse(make(form, zone))
  return parsed.success ? { body: parsed.data as BodyOf<D> } : { issues: parsed.error.issues }
}

function given(form: FormBody, ...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, typed(form, name)]).filter(([, value]) => value !== ''))
}

function numbered(form: FormBody, name: string): Record<string, number> {
  const value = Number(typed(form, name))
  return Number.isSafeInteger(value) && value > 0 ? { [name]: value } : {}
}

/** Each file has a box of its own: a form holds one value of a name. */
const ANNEX = /^annex-(\d{1,15})(?:-(\d{1,3}))?$/

export const annexField = (file: number, n: number | null) => (n === null ? `annex-${file}` : `annex-${file}-${n}`)

function chosenAnnexes(form: FormBody): { annexes?: AnnexAsked[] } {
  const annexes = Object.entries(form).flatMap(([name, value]): AnnexAsked[] => {
    const [, file, n] = ANNEX.exec(name) ?? []
    if (value !== 'yes' || file === undefined) return []
    return n === undefined ? [Number(file)] : [{ mail: Number(file), n: Number(n) }]
  })
  return annexes.length > 0 ? { annexes } : {}
}

const isDay = (text: string) => /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)

/** A paper that came on a day came by its end; by noon it is neither before the day nor after it in any zone. */
function noonOf(day: string, zone: string): string {
  return new Date(instantOf(zone, day, 12 * 60)).toISOString()
}
