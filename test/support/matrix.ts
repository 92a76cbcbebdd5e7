import type { FastifyInstance } from 'fastify'
import { caseNumber } from '../../shared/domain/number.ts'
import type { Role } from '../../shared/domain/people.ts'
import { makeApp, type TestApp } from './app.ts'
import { makeCase, makePerson } from './make.ts'
import { makeSigned, signIn } from './signed.ts'

/** Who asks. */
export interface Who {
  readonly name: string
  readonly kind: 'anonymous' | 'reporter' | 'staff'
  readonly role: Role
  readonly branch: string
  /** The tracking token of the own case. */
  readonly tracking: string
  /** `fresh`: a session of its own, for a request that ends it. */
  headers(fresh: boolean): Promise<Record<string, string>>
}

/** Everything of one branch that can be asked about; of a missing one only names that nobody bears. */
export interface Thing {
  readonly name: string
  readonly exists: boolean
  readonly branch: string
  readonly tracking: string
  readonly number: string
  readonly contact: string
  readonly instruction: string
  readonly commitment: string
  readonly meeting: string
  readonly help: string
  readonly staff: string
  readonly duty: string
  readonly rotation: string
  readonly absence: string
}

const REGION = 'KZ-39'
const OTHER = 'KZ-10'

type Teardown = { teardown(work: () => unknown): unknown }

/**
 * Three branches, each with a case, a letter, an instruction, a person and a roster: a region, a district of it, another
 * region; and everybody who may ask about them. The cases are closed, so that no command changes what the next one sees.
 */
export async function makeWorldOfBranches(
  t: Teardown,
): Promise<{ app: FastifyInstance; whos: Who[]; things: Thing[] }> {
  const test = await makeApp(t)
  const { app, deps, database } = test
  const [row] = await database.sql<{ code: string; district: string }[]>`
    select code, district from branches where parent = ${REGION} and active order by code limit 1`
  const { code: DISTRICT, district } = row!

  const whos: Who[] = []
  const add = async (name: string, role: Role, branch: string) => {
    const person = await makePerson(test, { name, roles: [role], branch })
    const kept = await signIn(test, person)
    const headers = async (fresh: boolean) => ({ ...(fresh ? await signIn(test, person) : kept).headers })
    whos.push({ name, kind: 'staff', role, branch, tracking: '', headers })
  }
  await add('responder', 'responder', REGION)
  await add('head', 'head', REGION)
  await add('responder of the district', 'responder', DISTRICT)
  await add('head of the district', 'head', DISTRICT)
  await add('central', 'central', 'KZ')
  await add('central-head', 'central-head', 'KZ')
  await add('admin', 'admin', 'KZ')
  await add('auditor', 'auditor', 'KZ')
  // Somebody has to own the other region's case without being one of those who ask.
  await makePerson(test, { roles: ['responder'], branch: OTHER })

  const places = [
    { name: 'the region', branch: REGION, place: { region: REGION } },
    { name: 'the district', branch: DISTRICT, place: { region: REGION, district } },
    { name: 'another region', branch: OTHER, place: { region: OTHER } },
  ]
  const things: Thing[] = []
  for (const { name, branch, place } of places) things.push(await makeThing(test, name, branch, place))
  things.push({
    name: 'nothing',
    exists: false,
    branch: 'KZ-98',
    tracking: '',
    number: caseNumber('39', 2026, 9_999_999),
    contact: '888888',
    instruction: '888888',
    commitment: '888888',
    meeting: '888888',
    help: '888888',
    staff: '888888',
    duty: '888888',
    rotation: '888888',
    absence: '888888',
  })
  await closeCases(test)

  const nobody = { role: 'desk' as Role, branch: '' }
  whos.push({ name: 'anonymous', kind: 'anonymous', ...nobody, tracking: '', headers: async () => ({}) })
  for (const thing of things.slice(0, 2)) {
    const headers = async () => ({ authorization: `Bearer ${thing.tracking}` })
    whos.push({ name: `reporter in ${thing.name}`, kind: 'reporter', ...nobody, tracking: thing.tracking, headers })
  }
  deps.world.forget()
  return { app, whos, things }
}

async function makeThing(test: TestApp, name: string, branch: string, place: object): Promise<Thing> {
  const { app, database } = test
  const centre = await makeSigned(test, { roles: ['central-head'], branch: 'KZ' })
  const post = async (path: string, payload: object, { headers } = centre): Promise<{ id: number }> => {
    const answer = await app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload })
    if (answer.statusCode !== 201) throw new Error(`${path}: ${answer.statusCode} ${answer.body}`)
    return answer.json()
  }
  const person = await makePerson(test, { roles: ['responder'], branch })
  const { number, trackingToken } = await makeCase(test, { ...place })
  const text = 'Шара қолдануды сұраймыз'
  const contact = await post(`/cases/${number}/contacts`, { body: 'gov', channel: 'post', subject: 'Сұрау салу', text })
  const order = { text, responsible: person.id, dueOn: '2026-12-20' }
  const instruction = await post(`/cases/${number}/instructions`, order)
  const times = { startsAt: '2026-12-15T10:00:00+05:00', endsAt: '2026-12-15T11:00:00+05:00' }
  const meeting = await post(`/cases/${number}/meetings`, { title: 'Кеңес', agenda: text, place: 'Әкімдік', ...times })
  const asking = { ...centre, ...(await signIn(test, person)) }
  const help = await post(`/cases/${number}/help`, { question: text, tried: text, needed: text }, asking)
  const promise = { who: 'body', body: 'gov', text, dueOn: '2026-12-20' }
  const commitment = await post(`/cases/${number}/commitments`, promise)
  const span = { from: '2026-12-01T09:00:00+05:00', to: '2026-12-02T09:00:00+05:00' }
  const duty = await post('/duty', { branch, staff: person.id, ...span })
  const turns = { branch, members: [person.id], startsOn: '2027-01-20', shiftDays: 7, handover: '09:00' }
  const rotation = await post('/duty/rotations', turns)
  const absence = await post('/absences', { staff: person.id, ...span })
  const [stored] = await database.sql<{ branch: string }[]>`select branch from cases where number = ${number}`
  if (stored!.branch !== branch) throw new Error(`the case of ${branch} went to ${stored!.branch}`)
  return {
    name,
    exists: true,
    branch,
    tracking: trackingToken,
    number,
    contact: String(contact.id),
    instruction: String(instruction.id),
    commitment: String(commitment.id),
    meeting: String(meeting.id),
    help: String(help.id),
    staff: String(person.id),
    duty: String(duty.id),
    rotation: String(rotation.id),
    absence: String(absence.id),
  }
}

async function closeCases({ database, deps }: TestApp): Promise<void> {
  await database.sql`
    with ended as (
      update deadlines set closed_at = ${deps.now()}, outcome = 'cancelled', wake_at = null where closed_at is null)
    update cases set status = 'closed', next_deadline = null, due_at = null, closed_at = ${deps.now()}`
}
