/** The shipped data itself: complete, joined up, and in three languages. */
import t from 'tap'
import { type Geometry, regionAt, shapeOf } from '../../shared/domain/routing.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { readProjectData } from '../support/data.ts'

type Region = {
  code: string
  digits: string
  kato: string
  kind: string
  name: Text3
  centre: Text3 & { lat: number; lon: number }
  timezone: string
}
type District = { kato: string; region: string; kind: string; name: Text3 }
type Category = {
  id: string
  parent: string | null
  name: Text3
  severity: number
  overallDays: number
  competent: string[]
  example: Text3 | null
  keywords: Record<string, string[]> | null
}
type Body = {
  id: string
  kind: string
  level: string
  region: string | null
  district: string | null
  parent: string | null
  name: Text3
  competences: string[]
  email: string
  replyTerm: { kind: string }
  nameStatus: string
}
type Branch = {
  code: string
  level: string
  parent: string | null
  region: string | null
  district: string | null
  backup: string | null
  name: Text3
  timezone: string
  email: string
}

const read = <T>(name: string) => readProjectData<T>('db', 'reference', name)
const { regions } = read<{ regions: Region[] }>('regions.json')
const { features } = read<{ features: { properties: { code: string }; geometry: Geometry }[] }>('borders.geojson')
const { districts } = read<{ districts: District[] }>('districts.json')
const { categories } = read<{ categories: Category[] }>('categories.json')
const { bodies } = read<{ bodies: Body[] }>('bodies.json')
const { branches } = read<{ branches: Branch[] }>('branches.json')

const shapes = features.map(({ properties, geometry }) => shapeOf(properties.code, geometry))
const byCode = new Map(branches.map((branch) => [branch.code, branch]))
const isName = (name: Text3) =>
  [name.kk, name.ru, name.en].every((text) => text.trim() === text && text !== '') && !/[А-Яа-яЁё]/.test(name.en)
const repeated = (keys: readonly string[]) => keys.filter((key, at) => keys.indexOf(key) !== at)

t.test('every file says where it comes from and what is unverified', async (t) => {
  const names = ['regions', 'districts', 'categories', 'bodies', 'branches', 'calendar', 'holiday-rules', 'legal-terms']
  for (const name of [...names.map((name) => `${name}.json`), 'borders.geojson']) {
    const { _meta: meta } = read<{ _meta: { source: string; licence: string; unverified: string[] } }>(name)
    t.ok(meta.source && meta.licence, `${name}: source and licence`)
    t.ok(Array.isArray(meta.unverified) && meta.unverified.length > 0, `${name}: what is unverified`)
  }
})

t.test('names stand in three languages, English without Cyrillic, and no key is there twice', async (t) => {
  const lists: [string, { name: Text3 }[], (row: never) => string][] = [
    ['regions', regions, (row: Region) => row.code],
    ['districts', districts, (row: District) => row.kato],
    ['categories', categories, (row: Category) => row.id],
    ['bodies', bodies, (row: Body) => row.id],
    ['branches', branches, (row: Branch) => row.code],
  ]
  for (const [list, rows, keyOf] of lists) {
    t.same(
      rows.filter(({ name }) => !isName(name)),
      [],
      `names of ${list}`,
    )
    t.same(repeated(rows.map((row) => keyOf(row as never))), [], `keys of ${list}`)
  }
})

t.test('20 regions: code, KATO and number agree; each has a border that holds its centre', async (t) => {
  t.equal(regions.length, 20)
  t.equal(regions.filter(({ kind }) => kind === 'city').length, 3)
  t.same(
    features.map(({ properties }) => properties.code).sort(),
    regions.map(({ code }) => code),
  )
  for (const { code, digits, kato, centre, timezone } of regions) {
    t.equal(code, `KZ-${digits}`)
    t.equal(kato, `${digits}0000000`)
    t.equal(regionAt(shapes, centre.lat, centre.lon), code, `${centre.en} lies in ${code}`)
    t.doesNotThrow(() => new Intl.DateTimeFormat('en', { timeZone: timezone }))
  }
})

t.test('districts: 228, each in a region by its code', async (t) => {
  t.equal(districts.length, 228)
  t.same(
    districts.filter(({ kato, region }) => !/^\d\d[\dX]\d{6}$/.test(kato) || `KZ-${kato.slice(0, 2)}` !== region),
    [],
  )
  for (const { code, kind } of regions) {
    const own = districts.filter(({ region }) => region === code)
    t.ok(own.length >= 4 && own.every((district) => (district.kind === 'city-district') === (kind === 'city')), code)
  }
})

t.test('categories: two levels, sensible terms, words to find them by', async (t) => {
  const top = new Set(categories.filter(({ parent }) => parent === null).map(({ id }) => id))
  t.equal(top.size, 14)
  t.equal(categories.length, 69)
  t.ok(top.has('other'))
  const kinds = new Set(bodies.map(({ kind }) => kind))
  for (const { id, parent, severity, overallDays, competent, example, keywords } of categories) {
    t.ok(parent === null || (top.has(parent) && id.startsWith(`${parent}.`)), id)
    t.equal(overallDays, [60, 30, 10, 3][severity - 1], `${id}: severity ${severity}`)
    t.same(
      competent.filter((kind) => !kinds.has(kind)),
      [],
      `${id}: kinds of bodies that exist`,
    )
    t.ok(competent.length > 0, id)
    t.ok(parent === null || (example && isName(example)), `${id}: an example`)
    t.ok(id === 'other' || ['kk', 'ru', 'en'].every((lang) => keywords![lang]!.length > 0), `${id}: keywords`)
  }
})

t.test('every region has the full set of bodies, and every category somebody to write to there', async (t) => {
  const own = ['regional', 'territorial', 'utility']
  const template = bodies
    .filter(({ region, level }) => region === 'KZ-39' && own.includes(level))
    .map(({ kind }) => kind)
  t.equal(template.length, 24)
  const countrywide = new Set(bodies.filter(({ region }) => region === null).map(({ kind }) => kind))
  for (const { code } of regions) {
    const here = bodies.filter(({ region }) => region === code)
    t.same(
      here
        .filter(({ level }) => own.includes(level))
        .map(({ kind }) => kind)
        .sort(),
      [...template].sort(),
      code,
    )
    for (const { id, parent, competent } of categories) {
      const missing = competent.filter((kind) => !countrywide.has(kind) && !here.some((body) => body.kind === kind))
      // A city of republican significance has one akimat, which answers for what city akimats answer for elsewhere.
      const covered =
        parent === null || here.some((body) => body.kind === 'akimat_region' && body.competences.includes(id))
      t.ok(missing.length === 0 || (missing.join() === 'akimat_city' && covered), `${code} ${id} ${missing}`)
    }
  }
  t.same(
    districts.filter(
      ({ kato }) => bodies.filter(({ district, kind }) => district === kato && kind.startsWith('akimat_')).length !== 1,
    ),
    [],
    'one akimat for every district',
  )
})

t.test('bodies: joined up, in the right place, with reserved addresses only', async (t) => {
  const ids = new Set(bodies.map(({ id }) => id))
  const categoryIds = new Set(categories.map(({ id }) => id))
  const regionOf = new Map(districts.map(({ kato, region }) => [kato, region]))
  t.same(
    bodies.filter(({ parent }) => parent !== null && !ids.has(parent)),
    [],
  )
  t.same(
    bodies.filter(({ competences }) => competences.some((id) => !categoryIds.has(id))),
    [],
  )
  t.same(
    bodies.filter(({ region, district }) => district !== null && regionOf.get(district) !== region),
    [],
  )
  t.same(
    bodies.filter(({ email }) => !/^[a-z0-9.-]+@[a-z0-9.-]+\.example$/.test(email)),
    [],
  )
  t.same(
    bodies.filter(({ nameStatus }) => !nameStatus),
    [],
  )
  t.same(
    bodies.filter(({ replyTerm }) => !['law', 'letter', 'law-or-letter'].includes(replyTerm.kind)),
    [],
  )
})

t.test('names of bodies are in the right grammatical case', async (t) => {
  const nameOf = (id: string) => bodies.find((body) => body.id === id)!.name
  t.same(nameOf('edu-11'), {
    kk: 'Ақмола облысының білім басқармасы',
    ru: 'Управление образования Акмолинской области',
    en: 'Department of Education, Akmola Region',
  })
  t.equal(nameOf('health-10').ru, 'Управление здравоохранения области Абай')
  t.equal(nameOf('police-75').ru, 'Департамент полиции города Алматы')
  t.equal(nameOf('akimat-astana').ru, 'Акимат города Астаны')
  t.equal(nameOf('akimat-rudny').ru, 'Акимат города Рудного')
  t.equal(nameOf('akimat-auliekol').ru, 'Акимат Аулиекольского района')
  t.equal(nameOf('akimat-5966').kk, 'Ғабит Мүсірепов атындағы ауданның әкімдігі')
  t.equal(nameOf('akimat-7511').ru, 'Аппарат акима Алмалинского района города Алматы')
  t.same(
    bodies.filter(({ name }) =>
      /(акимат|управление|департамент|города|района) .*(ская область|ий район)/i.test(name.ru),
    ),
    [],
    'no nominative after a genitive',
  )
})

t.test('branches: a tree of three levels with a branch for every district and a backup next door', async (t) => {
  t.same(
    branches.filter(({ level }) => level === 'central').map(({ code }) => code),
    ['KZ'],
  )
  t.same(
    branches.filter(({ level }) => level === 'region').map(({ code }) => code),
    regions.map(({ code }) => code),
  )
  t.same(branches.flatMap(({ district }) => district ?? []).sort(), districts.map(({ kato }) => kato).sort())
  const zone = new Map(regions.map(({ code, timezone }) => [code, timezone]))
  for (const { code, level, parent, region, district, backup, timezone, email } of branches) {
    if (level !== 'central') t.ok(byCode.has(parent!), `${code}: parent`)
    if (level === 'district') t.equal(code, `${region}-${district!.slice(0, 4)}`)
    if (level === 'region') t.ok(backup !== code && byCode.get(backup!)?.level === 'region', `${code}: backup`)
    t.equal(timezone, region === null ? 'Asia/Almaty' : zone.get(region), code)
    t.match(email, /\.example$/)
  }
})

t.test('a backup shares a border with its region', async (t) => {
  const corners = new Map(
    features.map(({ properties, geometry }) => [
      properties.code,
      new Set((geometry.coordinates as unknown[]).flat(geometry.type === 'Polygon' ? 1 : 2).map(String)),
    ]),
  )
  for (const { code, level, backup } of branches) {
    if (level !== 'region') continue
    t.ok(
      [...corners.get(code)!].filter((corner) => corners.get(backup!)!.has(corner)).length >= 2,
      `${code} and ${backup}`,
    )
  }
})
