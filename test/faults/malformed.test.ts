import t from 'tap'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { type Ask, Attack } from '../support/attack.ts'
import { rounds, seeded } from '../support/fault.ts'
import { makeCase } from '../support/make.ts'
import { BROKEN_BODIES, CONTENT_TYPES, HEADERS, JSON_VALUES, URL_VALUES } from '../support/nasty.ts'
import { jsonWith, type Operation, operationsOf, placesIn, sampler } from '../support/sample.ts'
import { makeSigned, signIn } from '../support/signed.ts'

/** Of each of the two kinds. */
const REQUESTS = rounds(10_000, 2_000)
/** Another seed makes other requests, the same in each run. */
const SEED = Number(process.env.FAULT_SEED ?? 20_261_121)
/** Says 503 while no engine runs, which is so in a test. */
const READY = 'GET /readyz'
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const

t.setTimeout(900_000)

/** Somebody who may do nearly everything: rights must not hide what lies behind them. */
async function makeMighty(it: TestApp) {
  const person = await makeSigned(it, {
    name: 'Mighty',
    roles: ['responder', 'head', 'central', 'central-head', 'admin', 'auditor'],
    branch: 'KZ',
  })
  return { ...person, again: () => signIn(it, person) }
}

/** Rows of every table and who wrote them last, but for what reading writes: sessions in use, and who has read contacts. */
async function printOf({ database }: TestApp): Promise<Record<string, string>> {
  const tables = await database.sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`
  const print: Record<string, string> = {}
  for (const { name } of tables) {
    if (/^sessions$|sign_in|^reporter_readings$/.test(name)) continue
    const [row] = await database.sql.unsafe(
      `select count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) as print from "${name}"`,
    )
    print[name] = row!.print
  }
  return print
}

/** What answers in JSON. Pages answer with pages (test/http/pages.test.ts), and some of their forms need no body at all. */
const routesOf = ({ app }: TestApp) =>
  Object.keys(PERMISSIONS)
    .filter((key) => key !== READY)
    .map((key) => key.split(' ') as [string, string])
    .filter(([, url]) => /^\/(api|open311|docs|healthz|pulse|metrics|openapi)/.test(url))
    .filter(([method, url]) => app.hasRoute({ method: method as 'GET', url }))

t.test('what is no request at all is refused, and changes nothing', async (t) => {
  const it = await makeApp(t)
  const mighty = await makeMighty(it)
  const made = await makeCase(it)
  const random = seeded(SEED)
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const routes = routesOf(it)
  t.ok(routes.length > 50, `${routes.length} routes`)
  const before = await printOf(it)

  const fill = (url: string) =>
    url.replace(/:\w+|\*/g, (name) => (random() < 0.5 ? any(URL_VALUES) : name === ':number' ? made.number : '1'))
  const query = () =>
    random() < 0.6
      ? ''
      : `?${Array.from({ length: 1 + Math.floor(random() * 3) }, () => `${any(['limit', 'cursor', 'q', 'from', 'to', 'region', 'lang', 'a', '%00', '__proto__', 'status[]', 'status[a][b]', 'bbox'])}=${any(URL_VALUES)}`).join(any(['&', '&&', ';']))}`
  const asks = Array.from({ length: REQUESTS }, (): Ask => {
    const [method, url] = any(routes)
    const signed: Record<string, string> = random() < 0.7 ? { ...mighty.headers } : {}
    const headers = random() < 0.4 ? { ...signed, ...Object.fromEntries([any(HEADERS)]) } : signed
    // Reading with nonsense in the address, or any method with a body that none takes.
    const used = random() < 0.2 ? any(METHODS) : method
    if (used === 'GET' || used === 'HEAD' || used === 'OPTIONS' || used === 'TRACE')
      return { method: used, url: `${fill(url)}${query()}`, headers }
    const strange = random() < 0.3
    return {
      method: used,
      url: `${fill(url)}${query()}`,
      headers: { ...headers, 'content-type': strange ? any(CONTENT_TYPES) : 'application/json' },
      payload: strange ? any([...BROKEN_BODIES, Buffer.from('{}')]) : any(BROKEN_BODIES),
    }
  })
  // A DELETE needs no body, and one that is well formed may have worked.
  const attack = new Attack(it)
  await attack.run(
    asks.filter(({ method, url }) => method !== 'DELETE' || !/\/(session|api-keys|duty|absences)/.test(url)),
  )
  t.comment(JSON.stringify(attack.counts))
  t.strictSame(attack.found, [])
  t.strictSame(await printOf(it), before, 'nothing has changed')
})

t.test('requests that are right but for one thing: no answer is our fault', async (t) => {
  const it = await makeApp(t)
  const mighty = await makeMighty(it)
  for (let i = 0; i < 5; i++) await makeCase(it, { reporter: { email: 'a@citizen.example' } })
  const random = seeded(SEED + 1)
  const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const ids: Record<string, (string | number)[]> = {}
  const learn = async () => {
    const { sql } = it.database
    ids.number = (await sql<{ number: string }[]>`select number from cases`).map(({ number }) => number)
    // Itself is spared: who is signed out comes nowhere.
    for (const table of ['contacts', 'instructions', 'duty', 'absences', 'staff', 'attachments'])
      ids[table] = (await sql.unsafe<{ id: number }[]>(`select id from ${table} order by id desc limit 20`)).map(
        ({ id }) => id,
      )
  }
  const known = (name: string): unknown => {
    if (name === 'category') return 'roads.pothole'
    if (name === 'region') return 'KZ-39'
    if (name === 'branch') return any(['KZ-39', 'KZ'])
    if (name === 'body') return 'akimat-kostanay'
    if (name === 'district') return '391000000'
    if (name === 'into' || name === 'number') return any(ids.number!)
    if (['owner', 'responsible', 'staff', 'to', 'person'].includes(name)) return mighty.id
    if (name === 'phone') return '+77011234567'
    if (name === 'iin') return '900101300007'
    if (/On$|date/i.test(name)) return '2026-11-25'
    return undefined
  }
  const document = it.app.swagger()
  const sample = sampler(document, known)
  const operations = operationsOf(document).filter(
    ({ method, path }) =>
      !['/api/v1/live', '/readyz', '/api/v1/session/password'].includes(path) &&
      !(method === 'DELETE' && path === '/api/v1/session'),
  )
  t.ok(operations.length > 40, `${operations.length} operations`)
  const attack = new Attack(it)

  const placeOf = (operation: Operation, name: string): string => {
    if (name === 'number') return `${any(ids.number!)}`
    if (name === 'version') return '1'
    if (name === 'code') return 'KZ-39'
    const table = ['contacts', 'instructions', 'duty', 'absences', 'staff', 'attachments'].find((word) =>
      operation.path.includes(`/${word}/`),
    )
    return `${any(ids[table ?? 'staff'] ?? []) ?? 1}`
  }
  const ask = (operation: Operation, headers: Record<string, string>): Ask => {
    const spoilt = operation.body
      ? any(['body', 'body', 'body', 'query', 'path', 'header', 'nothing'])
      : any(['query', 'query', 'path', 'header', 'nothing'])
    const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      spoilt === 'path' ? any(URL_VALUES) : placeOf(operation, name),
    )
    const asked = operation.params.filter((param) => param.in === 'query' && random() < 0.3)
    const bad = spoilt === 'query' && asked.length > 0 ? any(asked) : undefined
    const query = asked.map((param) => {
      const good = [sample(param.schema, param.name, 1)].flat()[0]
      return `${param.name}=${param === bad ? any(URL_VALUES) : encodeURIComponent(`${good}`)}`
    })
    if (bad && random() < 0.2) query.push(`${bad.name}=${any(URL_VALUES)}`)
    const url = `${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
    const all = spoilt === 'header' ? { ...headers, ...Object.fromEntries([any(HEADERS)]) } : headers
    if (!operation.body) return { method: operation.method, url, headers: all }
    const value = sample(operation.body)
    const places = placesIn(value)
    let payload = JSON.stringify(value)
    if (spoilt === 'body' && places.length > 0) {
      payload = jsonWith(value, any(places), random() < 0.1 ? undefined : any(JSON_VALUES))
      if (random() < 0.1)
        payload = payload.replace(
          /\}$/,
          `,"${any(['__proto__', 'constructor', 'extra', 'text', ''])}":${any(JSON_VALUES)}}`,
        )
      if (random() < 0.03) payload = any(JSON_VALUES)
    }
    const type = random() < 0.05 ? any(CONTENT_TYPES) : 'application/json'
    return { method: operation.method, url, headers: { ...all, 'content-type': type }, payload }
  }

  for (let done = 0; done < REQUESTS; done += 100) {
    await learn()
    // The attack may have disabled its own person, or signed it out.
    await it.database.sql`
      with bumped as (update reference_stamp set stamp = stamp + 1 where id = 1)
      update staff set disabled_at = null, branch = 'KZ', roles = '{responder,head,central,central-head,admin,auditor}' where id = ${mighty.id}`
    it.deps.world.forget()
    const { headers } = await mighty.again()
    const asks = Array.from({ length: Math.min(100, REQUESTS - done) }, () =>
      ask(any(operations), random() < 0.85 ? { ...headers } : {}),
    )
    await attack.run(asks)
  }
  t.comment(JSON.stringify(attack.counts))
  t.strictSame(attack.found, [])
  t.ok(
    (attack.counts[201] ?? 0) + (attack.counts[200] ?? 0) > REQUESTS / 20,
    'enough of them were right, so the others came far',
  )
  t.equal(
    (
      await it.app.inject({
        method: 'POST',
        url: '/api/v1/cases',
        payload: { category: 'roads.pothole', region: 'KZ-39', text: 'Яма' },
      })
    ).statusCode,
    201,
  )
})
