import t from 'tap'
import { canMove, isOpen, type Move, nextStatus, STATUSES, type Status } from '../../shared/domain/status.ts'
import { makeApp } from '../support/app.ts'
import { type Desk, makeDesk, REACTION } from '../support/desk.ts'

const LETTER = { body: 'kostanay-roads', channel: 'post', subject: 'Яма у школы', text: 'Просим заделать яму' }
const SOLVED = { text: 'Яма засыпана' }
const REFUSED = { reason: 'Не в ведении', text: 'Обращайтесь к владельцу дороги' }

type Reported = Awaited<ReturnType<Desk['report']>>

/** How a case comes into each status, step by step. */
async function bring(desk: Desk, status: Status): Promise<Reported> {
  const { as, responder, report } = desk
  const made = await report()
  const { url, reporter } = made
  const steps: Record<Status, (() => Promise<{ status: number; text: string }>)[]> = {
    received: [],
    responded: [() => as(responder).post(`${url}/reaction`, REACTION)],
    // About another case, too: what only this one waits for would keep it from being merged away.
    in_progress: [
      async () => as(responder).post(`${url}/contacts`, { ...LETTER, alsoCases: [(await report()).number] }),
    ],
    resolved: [() => as(responder).post(`${url}/resolution`, SOLVED)],
    closed: [() => as(reporter).post(`${url}/confirmation`, { solved: true })],
    rejected: [() => as(responder).post(`${url}/rejection`, REFUSED)],
    merged: [async () => as(responder).post(`${url}/merge`, { into: (await report()).number, reason: 'Та же яма' })],
    reopened: [() => as(reporter).post(`${url}/confirmation`, { solved: false })],
  }
  const before: Partial<Record<Status, Status[]>> = {
    in_progress: ['responded'],
    resolved: ['responded'],
    closed: ['responded', 'resolved'],
    reopened: ['responded', 'resolved'],
  }
  for (const step of [...(before[status] ?? []), status].flatMap((s) => steps[s])) {
    const answer = await step()
    if (answer.status !== 201) throw new Error(`${status}: ${answer.text}`)
  }
  return made
}

interface Command {
  readonly name: string
  /** By the transition table; what moves nothing is allowed on every open case. */
  readonly allowed: (status: Status) => boolean
  readonly move?: Move
  act(desk: Desk, made: Reported): Promise<{ status: number; body: { code?: string } }>
}

const moves = (name: string, move: Move, act: Command['act']): Command => ({
  name,
  move,
  allowed: (status) => canMove(status, move),
  act,
})
const whileOpen = (name: string, act: Command['act']): Command => ({ name, allowed: isOpen, act })

const COMMANDS: readonly Command[] = [
  moves('reaction', 'reaction', ({ as, head }, { url }) => as(head).post(`${url}/reaction`, REACTION)),
  moves('rejection', 'rejection', ({ as, head }, { url }) => as(head).post(`${url}/rejection`, REFUSED)),
  moves('merge', 'merge', async ({ as, head, report }, { url }) =>
    as(head).post(`${url}/merge`, { into: (await report()).number, reason: 'Та же яма' }),
  ),
  moves('contact', 'work', ({ as, head }, { url }) => as(head).post(`${url}/contacts`, LETTER)),
  moves('resolution', 'resolution', ({ as, head }, { url }) => as(head).post(`${url}/resolution`, SOLVED)),
  moves('confirmation', 'confirmation', ({ as }, { url, reporter }) =>
    as(reporter).post(`${url}/confirmation`, { solved: true }),
  ),
  moves('dispute', 'dispute', ({ as }, { url, reporter }) =>
    as(reporter).post(`${url}/confirmation`, { solved: false }),
  ),
  moves('closure', 'closure', ({ as, head }, { url }) => as(head).post(`${url}/closure`)),
  whileOpen('update', ({ as, head }, { url }) => as(head).post(`${url}/updates`, { text: 'Новость', public: true })),
  whileOpen('words of the reporter', ({ as }, { url, reporter }) =>
    as(reporter).post(`${url}/updates`, { text: 'Ещё' }),
  ),
  whileOpen('assignment', async ({ as, head, colleague, responder }, { url }) => {
    const { owner } = (await as(head).get(url)).body
    const other = owner.id === colleague.id ? responder : colleague
    return as(head).put(`${url}/assignment`, { owner: other.id, reason: 'Так лучше' })
  }),
  whileOpen('escalation', ({ as, head }, { url }) => as(head).post(`${url}/escalation`, { reason: 'Нужна помощь' })),
  whileOpen('instruction', ({ as, centre, responder }, { url }) =>
    as(centre).post(`${url}/instructions`, { text: 'Проверить', responsible: responder.id, dueOn: '2026-11-30' }),
  ),
  whileOpen('support', ({ as }, { url }) => as().post(`${url}/supporters`)),
  {
    name: 'erasure',
    allowed: () => true,
    act: ({ as, centre }, { url }) => as(centre).post(`${url}/erasure`, { reason: 'Просьба' }),
  },
]

t.test('in every status every command is allowed exactly as the transition table says', async (t) => {
  const test = await makeApp(t)
  const desk = await makeDesk(test)
  for (const status of STATUSES) {
    for (const command of COMMANDS) {
      const made = await bring(desk, status)
      const { body: before } = await desk.as(desk.centre).get(made.url)
      t.equal(before.status, status)
      const { status: code, body } = await command.act(desk, made)
      const { body: after } = await desk.as(desk.centre).get(made.url)
      const name = `${status} × ${command.name}`
      if (command.allowed(status)) {
        t.ok(code < 300, `${name} is allowed: ${code} ${body.code ?? ''}`)
        const works = command.name === 'instruction' && canMove(status, 'work')
        const move = works ? 'work' : command.move
        t.equal(after.status, move ? nextStatus(status, move) : status, `${name} leads on`)
      } else {
        t.match({ code, is: body.code }, { code: 409, is: /^(not_in_status|already_reacted)$/ }, `${name} is refused`)
        t.same(after, before, `${name} changes nothing`)
      }
    }
  }
  const wrong = await test.database.sql`
    select c.number from cases c where (c.status in ('closed','rejected','merged')) <> not exists
      (select from deadlines d where d.case_id = c.id and d.closed_at is null)
    union all select c.number from cases c join deadlines d on d.case_id = c.id and d.outcome = 'met'
      where not exists (select from verdicts v where v.deadline_id = d.id)`
  t.same(wrong, [], 'an open case owes something, an ended one nothing, and what is met is judged')
})
