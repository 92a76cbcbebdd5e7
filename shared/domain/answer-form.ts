import type { CaseFacts, Change } from './change.ts'
import type { ContactFacts } from './contact.ts'
import type { Actor } from './events.ts'
import { decideExtension, decideRedirect, decideReply, type FileSeal } from './letter.ts'
import { Refusal } from './refusal.ts'
import type { Registration } from './registration.ts'
import type { Ids, World } from './world.ts'
import { localDate } from './zone.ts'

/** What a body does under the link in our letter. */
export type FormKind = 'answer' | 'refusal' | 'extension' | 'redirect'
export const FORM_KINDS: readonly FormKind[] = ['answer', 'refusal', 'extension', 'redirect']

export interface AnswerForm {
  readonly kind: FormKind
  readonly text: string
  /** Of an extension. */
  readonly until?: string | undefined
  /** Of a redirect: a body we know, else its name. */
  readonly to?: string | undefined
  readonly name?: string | undefined
  readonly passedOn?: string | undefined
  readonly registered?: Registration | undefined
  readonly files?: readonly FileSeal[] | undefined
  /** The letter has been passed on before. */
  readonly passedOnBefore?: boolean | undefined
}

/**
 * The body answers by itself, without an account. Answers and refusals wait for a grade; an extension and a redirect to
 * a body we know take effect at once, as when a person writes them down. A redirect to a body that is not ours to write to,
 * and a second one (each begins a new term, so they could go on for ever), is kept as a reply, for a person to read. Throws what those decisions throw.
 */
export function decideAnswerForm(
  facts: readonly CaseFacts[],
  contact: ContactFacts,
  form: AnswerForm,
  by: Actor,
  world: World,
  ids: Ids,
  at: number,
): Change {
  const { kind, text, until, to, name, registered, files } = form
  const told = contact.registeredOn === null ? registered : undefined
  const reply = (as: FormKind) =>
    decideReply(
      facts,
      contact,
      {
        receivedAt: at,
        text,
        grade: null,
        source: 'form',
        form: { kind: as, ...(to ? { to } : {}), ...(name ? { name } : {}), ...registered },
        registered: contact.state === 'open' ? told : undefined,
        files,
      },
      by,
      world,
      ids,
      at,
    )
  switch (kind) {
    case 'extension':
      return decideExtension(
        facts,
        contact,
        { until: until!, reason: text, registered: told, files },
        by,
        world,
        ids,
        at,
      )
    case 'redirect': {
      const body = to ? world.body(to) : undefined
      if (to && !body) throw new Refusal('unknown_body', { body: to }, ['body'])
      if (!body?.replyByLaw || form.passedOnBefore) return reply('redirect')
      const receivedOn = form.passedOn ?? localDate(facts[0]!.case.zone, at)
      return decideRedirect(
        facts,
        contact,
        { body: body.id, receivedOn, note: text, registered: told, files },
        by,
        world,
        ids,
        at,
      )
    }
    default:
      return reply(kind)
  }
}
