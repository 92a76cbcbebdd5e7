import { decideReaction } from '../../shared/domain/reaction.ts'
import { makeApp, type TestApp } from './app.ts'
import { growFigures } from './grow-figures.ts'
import { type MadePerson, makeCase, makePerson } from './make.ts'
import { move } from './move.ts'
import { foldAll } from './settle.ts'
import { makeSigned, type Signed } from './signed.ts'

const PLACES = [
  ['KZ-39', 'heat.no-heat'],
  ['KZ-75', 'housing.lift'],
  ['KZ-71', 'water.no-water'],
  ['KZ-27', 'power-gas.power-cut'],
  ['KZ-62', 'roads.pothole'],
  ['KZ-79', 'water.sewage-leak'],
] as const

/** A morning in the centre: months of figures behind it, cases in every state of lateness, an instruction past its day. */
export async function makeWallWorld(t: {
  teardown(work: () => unknown): unknown
}): Promise<TestApp & { central: MadePerson & Signed }> {
  const test = await makeApp(t, { at: '2026-11-19T20:10:00+05:00' })
  await growFigures(test, '2026-11-21')
  const central = await makeSigned(test, {
    name: 'Сәуле Оралқызы',
    roles: ['central-head'],
    branch: 'KZ',
    language: 'kk',
  })
  const kostanay = await makePerson(test, { name: 'Айгүл Серікқызы', roles: ['responder'], branch: 'KZ-39' })
  await makePerson(test, { name: 'Болат Ермекұлы', roles: ['head'], branch: 'KZ-39' })
  const numbers: string[] = []
  for (const [region, category] of PLACES.slice(0, 3)) numbers.push((await makeCase(test, { region, category })).number)
  await test.passAt('2026-11-20T09:01:00+05:00')
  await test.passAt('2026-11-20T20:30:00+05:00')
  for (const [region, category] of PLACES) numbers.push((await makeCase(test, { region, category })).number)
  await test.passAt('2026-11-21T06:30:00+05:00')
  for (let i = 0; i < 16; i++) numbers.push((await makeCase(test, { category: 'heat.no-heat' })).number)
  await test.passAt('2026-11-21T09:20:00+05:00')
  const by = { kind: 'staff', staff: kostanay.id, name: kostanay.name, role: 'responder' } as const
  await move(test, numbers[3]!, (facts, world, ids, at) =>
    decideReaction(
      facts,
      { text: 'Бригада шықты.', nextAction: 'Жылуды қосу', nextActionOn: '2026-11-22' },
      by,
      world,
      ids,
      at,
    ),
  )
  const answer = await test.app.inject({
    method: 'POST',
    url: `/api/v1/cases/${numbers[0]}/instructions`,
    headers: central.headers,
    payload: { text: 'Қазандықты іске қосу', responsible: kostanay.id, dueOn: '2026-11-21' },
  })
  if (answer.statusCode !== 201) throw new Error(answer.body)
  await test.passAt('2026-11-21T11:40:00+05:00')
  await foldAll(test)
  return { ...test, central }
}

/** The cookie of a session, for a browser at this address. */
export function cookieFor(signed: Signed, home: string) {
  return { name: 'daybreak_session', value: signed.token, url: home }
}
