import t from 'tap'
import { PERMISSIONS } from '../../shared/domain/permissions.ts'
import { makeApp } from '../support/app.ts'
import { type Ask, Attack } from '../support/attack.ts'
import { rounds, seeded } from '../support/fault.ts'
import { makeCase } from '../support/make.ts'
import { BROKEN_BODIES, CONTENT_TYPES, HEADERS, URL_VALUES } from '../support/nasty.ts'

const REQUESTS = rounds(10_000, 1_500)
const SEED = Number(process.env.FAULT_SEED ?? 20_261_121)
const FORM = 'application/x-www-form-urlencoded'

t.setTimeout(900_000)

t.test(
  'pages and their forms, filled in with nonsense: never our fault, and always an answer for people',
  async (t) => {
    const it = await makeApp(t)
    const made = await makeCase(it, { public: true, reporter: { email: 'a@citizen.example' } })
    const random = seeded(SEED + 2)
    const any = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    const routes = Object.keys(PERMISSIONS)
      .map((key) => key.split(' ') as [string, string])
      .filter(([, url]) => !/^\/(api|open311|docs|healthz|readyz|pulse|metrics|openapi)/.test(url))
      .filter(([method, url]) => it.app.hasRoute({ method: method as 'GET', url }))
    t.ok(routes.length > 10, `${routes.length} routes`)

    const names = new Set(['nothing', '__proto__', ''])
    for (const url of ['/en', '/en/report', `/en/cases/${made.number}`, `/en/track/${made.trackingToken}`])
      for (const [, name] of (await it.app.inject(url)).body.matchAll(/ name="([^"]+)"/g)) names.add(name!)
    t.ok(names.size > 8, `fields: ${[...names].join(' ')}`)

    const right: Record<string, string> = { category: 'roads.pothole', region: 'KZ-39', text: 'Яма у школы' }
    const fill = (url: string) =>
      url.replace(/:\w+|\*/g, (name) =>
        random() < 0.4
          ? any(URL_VALUES)
          : name === ':number'
            ? made.number
            : name === ':token'
              ? made.trackingToken
              : '1',
      )
    const pairs = (most: number) =>
      Array.from({ length: Math.floor(random() * most) }, () => `${any([...names])}=${any(URL_VALUES)}`).join('&')
    const asks = Array.from({ length: REQUESTS }, (): Ask => {
      const [method, url] = any(routes)
      const headers: Record<string, string> = random() < 0.3 ? Object.fromEntries([any(HEADERS)]) : {}
      const asked = random() < 0.5 ? '' : `?${pairs(4)}`
      if (method === 'GET') return { method: any(['GET', 'GET', 'GET', 'HEAD']), url: `${fill(url)}${asked}`, headers }
      const broken = random() < 0.2
      const filled = Object.entries(right).filter(() => random() < 0.7)
      return {
        method,
        url: `${fill(url)}${asked}`,
        headers: { ...headers, 'content-type': broken ? any(CONTENT_TYPES) : FORM },
        payload: broken ? any(BROKEN_BODIES) : `${new URLSearchParams(filled)}&${pairs(6)}`,
      }
    })
    const attack = new Attack(it, ({ statusCode, headers }, { method }) => {
      if (statusCode >= 500) return `${statusCode}`
      const type = `${headers['content-type']}`
      if (statusCode >= 400 && method !== 'HEAD' && !/^(text\/html|application\/problem\+json)/.test(type))
        return `${statusCode} is ${type}`
      return undefined
    })
    await attack.run(asks)
    t.comment(JSON.stringify(attack.counts))
    t.strictSame(attack.found, [])
    t.equal((await it.app.inject('/en')).statusCode, 200)
  },
)
