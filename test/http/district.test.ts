import t from 'tap'
import { makeApp } from '../support/app.ts'
import { makeCase, makePerson } from '../support/make.ts'
import { signIn } from '../support/signed.ts'

t.test('a district branch without people of its own is worked by the region, and by all of it', async (t) => {
  const it = await makeApp(t)
  const [district] = await it.database.sql<{ kato: string; code: string }[]>`
    select district as kato, code from branches where parent = 'KZ-39' and district is not null order by code limit 1`
  const a = await makePerson(it, { roles: ['responder'], branch: 'KZ-39' })
  const b = await makePerson(it, { roles: ['responder'], branch: 'KZ-39' })
  const made = await makeCase(it, { district: district!.kato })
  const [row] = await it.database.sql`select branch, owner from cases`
  t.match(row, { branch: district!.code, owner: a.id })

  const { headers: colleague } = await signIn(it, b)
  const list = await it.app.inject({ url: '/api/v1/cases?sort=due', headers: colleague })
  t.same(
    list.json().items.map((c: { number: string }) => c.number),
    [made.number],
  )
  const reaction = { text: 'Поняли, выезжаем', nextAction: 'Осмотр', nextActionOn: '2026-11-23' }
  const url = `/api/v1/cases/${made.number}/reaction`
  t.equal((await it.app.inject({ method: 'POST', url, headers: colleague, payload: reaction })).statusCode, 201)

  await makePerson(it, { roles: ['responder'], branch: district!.code })
  it.deps.world.forget()
  const later = await it.app.inject({
    method: 'POST',
    url: `/api/v1/cases/${made.number}/updates`,
    headers: colleague,
    payload: { text: 'Ещё' },
  })
  t.equal(later.statusCode, 403, 'once the district has people, the work is theirs')
})
