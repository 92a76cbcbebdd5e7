import t from 'tap'
import type { CaseList, Scope } from '../../db/views/case-list.ts'
import { listCases } from '../../db/views/cases.ts'
import { askList } from '../../server/cases/list.ts'
import { searchDocument } from '../../server/cases/search.ts'
import { caseQuery } from '../../shared/contract/case-list.ts'
import { caseNumber } from '../../shared/domain/number.ts'
import { tokens } from '../../shared/domain/search.ts'
import { makeApp, SATURDAY_14 } from '../support/app.ts'
import { makeCase, makePerson } from '../support/make.ts'

/** More than the list walks before it asks the search index, over more ids than its largest block. */
const COUNT = 4_500
const STEP = 73
const DAY = 86_400_000
const WORDS = ['яма', 'жылу', 'кран', 'лифт', 'шам', 'көше', 'мост', 'школа', 'аурухана', 'қар']

interface Made {
  id: number
  number: string
  text: string
  category: string
  region: string
  branch: string
  owner: number
  status: string
  level: string
  severity: number
  public: boolean
  reportedAt: number
  dueAt: number | null
  lat: number
  lon: number
}

function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

t.test('every list finds, page by page, exactly what a look at every case finds, in its order', async (t) => {
  const test = await makeApp(t)
  const { deps, database } = test
  const owners = [
    await makePerson(test, { roles: ['responder'], branch: 'KZ-39' }),
    await makePerson(test, { roles: ['responder'], branch: 'KZ-75' }),
  ]
  await makeCase(test)
  const random = numbers(42)
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() ** 2 * of.length)]!
  const made: Made[] = Array.from({ length: COUNT }, (_, n) => {
    const id = (n + 2) * STEP
    const status = pick(['closed', 'received', 'in_progress', 'rejected', 'resolved', 'merged'])
    const open = !['closed', 'rejected', 'merged'].includes(status)
    const region = pick(['KZ-39', 'KZ-75', 'KZ-11'])
    return {
      id,
      number: caseNumber('39', 26, id),
      text: `${pick(WORDS)} ${pick(WORDS)} ${n % 300 === 0 ? 'редкость' : ''}`,
      category: pick(['roads.pothole', 'heat.no-heat', 'heat.weak-heat', 'housing.lift']),
      region,
      branch: region,
      owner: pick(owners).id,
      status,
      level: pick(['region', 'central', 'district']),
      severity: pick([2, 3, 1, 4]),
      public: random() < 0.6,
      reportedAt: SATURDAY_14 - Math.floor(random() * 400) * DAY - n,
      dueAt: open && status !== 'resolved' ? SATURDAY_14 + Math.floor((random() - 0.3) * 20) * DAY : null,
      lat: 53 + random() / 2,
      lon: 63 + random() / 2,
    }
  })
  await insert(made)
  await database.sql`analyze cases`
  const world = await deps.world.at(SATURDAY_14)

  const callers = {
    anyone: { kind: 'anonymous' },
    responder: { kind: 'staff', id: owners[0]!.id, name: '', roles: ['responder'], branch: 'KZ-39', via: 'session' },
    centre: { kind: 'staff', id: 1, name: '', roles: ['central'], branch: 'KZ', via: 'session' },
  } as const
  const QUERIES = [
    '',
    'q=яма',
    'q=редкость',
    'q=яма лифт',
    'q=редк',
    'q=шко',
    'q=нигде',
    'q=яма&status=merged',
    'q=редкость&status=closed,rejected',
    'q=кран&branch=KZ-75',
    'q=кран&level=central',
    'q=жылу&severity=4',
    'q=яма&from=2026-08-01&to=2026-09-30',
    'q=яма&sort=due',
    'region=KZ-11',
    'region=KZ-11&category=heat&severity=1,4',
    'category=heat',
    'severity=4',
    'status=merged',
    'status=open',
    'status=closed,merged&region=KZ-75',
    'branch=KZ-39',
    'branch=KZ-39&status=open&sort=due',
    'branch=KZ-39&below=true&level=district',
    'level=central',
    'level=central,district',
    'level=central&sort=due',
    'overdue=true',
    'overdue=true&region=KZ-11',
    'overdue=false&stage=1',
    'dueBefore=2026-11-25',
    'from=2026-06-01&to=2026-06-30',
    'sort=reported',
    'bbox=63.1,53.1,63.15,53.2',
    'bbox=63,53,64,54&category=roads',
    'near=53.25,63.25,3000',
  ]
  let most = 0
  for (const [who, caller] of Object.entries(callers)) {
    for (const text of [...QUERIES, ...(who === 'anyone' ? [] : ['owner=me', 'owner=me&sort=due', 'owner=me&q=яма'])]) {
      const query = caseQuery.parse({ limit: 151, ...Object.fromEntries(new URLSearchParams(text)) })
      const found: number[] = []
      for (let cursor: string | undefined, page = 0; page < 200; page++) {
        const asked = askList({ ...query, cursor }, caller, world, SATURDAY_14)
        let rows = await listCases(database.sql, asked.list)
        const begun = asked.begun !== null && rows.length <= query.limit
        if (begun) rows = await listCases(database.sql, asked.begun!)
        found.push(...rows.slice(0, query.limit).map((r) => r.id))
        if (rows.length <= query.limit) break
        cursor = asked.cursorAfter(rows[query.limit - 1]!, begun)
      }
      const { list, begun } = askList({ ...query, cursor: undefined }, caller, world, SATURDAY_14)
      most = Math.max(most, found.length)
      const expected = lookedAt(made, list, query.q, begun !== null)
      t.same(
        found.filter((id) => id > 100),
        expected,
        `${who}: ${text}`,
      )
    }
  }

  t.equal(most, COUNT + 1, 'the longest list is everything')

  async function insert(rows: readonly Made[]): Promise<void> {
    const [{ next }] = (await database.sql`select next_deadline as next from cases limit 1`) as unknown as [
      { next: number },
    ]
    const { reference } = await deps.world.at(SATURDAY_14)
    const documents = rows.map((r) => searchDocument({ ...r, title: null, address: null, district: null }, reference))
    await database.sql.unsafe(
      `insert into cases (id, number, kind, category, severity, region, lat, lon, text, language, channel, public, status, stage, level,
         branch, owner, reported_at, recorded_at, respond_by, due_at, next_deadline, public_answer, tracking_hash, search, updated_at)
       select x.id, x.number, 'problem', x.category, x.severity, x.region, x.lat, x.lon, x.text, 'kk', 'web', x.public, x.status, 1, x.level,
         x.branch, x.owner, to_timestamp(x."reportedAt" / 1000), to_timestamp(x."reportedAt" / 1000), to_timestamp(x."reportedAt" / 1000),
         to_timestamp(x."dueAt" / 1000), case when x.status in ('closed','rejected','merged') then null else $3::bigint end,
         '{"text": "x"}', sha256(x.number::bytea), array_to_tsvector(string_to_array(d, ' ')), to_timestamp(x."reportedAt" / 1000)
       from jsonb_to_recordset($1::jsonb) as x(id bigint, number text, category text, severity int, region text, lat float8, lon float8,
         text text, public boolean, status text, level text, branch text, owner bigint, "reportedAt" float8, "dueAt" float8, n int)
       join unnest($2::text[]) with ordinality as u(d, n) on u.n = x.n`,
      [rows.map((r, n) => ({ ...r, n: n + 1 })), documents, next] as never[],
    )
  }
})

/** The list as the words of the contract define it, by looking at every case. */
function lookedAt(made: readonly Made[], list: CaseList, q: string | undefined, prefix: boolean): number[] {
  const inside = (c: Made, { of, ...scope }: Scope & { branches?: readonly string[]; owner?: number }) =>
    of === 'all' || (of === 'some' && (scope.branches!.includes(c.branch) || scope.owner === c.owner))
  const wanted = q === undefined ? [] : tokens(q)
  const has = (words: string[], word: string, last: boolean) =>
    last && prefix ? words.some((w) => w.startsWith(word)) : words.includes(word)
  const open = (c: Made) => !['closed', 'rejected', 'merged'].includes(c.status)
  const { near, box } = list
  const kept = made.filter((c) => {
    const words = tokens(c.text)
    if (!wanted.every((w, i) => has(words, w, i === wanted.length - 1))) return false
    if (list.shownOnly && !c.public && !inside(c, list.scope)) return false
    if (near) {
      const [dLat, dLon] = [
        (c.lat - near.lat) * 111_320,
        (c.lon - near.lon) * 111_320 * Math.cos((near.lat * Math.PI) / 180),
      ]
      if (dLat ** 2 + dLon ** 2 > near.metres ** 2) return false
    }
    if (box && !(c.lat >= box.south && c.lat <= box.north && c.lon >= box.west && c.lon <= box.east)) return false
    return (
      (list.region === undefined || c.region === list.region) &&
      (list.categories === undefined || list.categories.includes(c.category)) &&
      (list.statuses === undefined || list.statuses.includes(c.status)) &&
      (list.stage === undefined || list.stage === 1) &&
      (list.levels === undefined || list.levels.includes(c.level)) &&
      (list.severities === undefined || list.severities.includes(c.severity)) &&
      (list.branches === undefined || list.branches.includes(c.branch)) &&
      (list.owner === undefined || list.owner === c.owner) &&
      (list.overdue !== true || (c.dueAt !== null && c.dueAt <= list.now)) &&
      (list.overdue !== false || c.dueAt === null || c.dueAt > list.now) &&
      (list.dueBefore === undefined || (c.dueAt !== null && c.dueAt < list.dueBefore)) &&
      (list.from === undefined || c.reportedAt >= list.from) &&
      (list.to === undefined || c.reportedAt < list.to) &&
      (list.order !== 'due' || (c.dueAt !== null && open(c)))
    )
  })
  const by = {
    newest: (a: Made, b: Made) => b.id - a.id,
    reported: (a: Made, b: Made) => b.reportedAt - a.reportedAt || b.id - a.id,
    due: (a: Made, b: Made) => a.dueAt! - b.dueAt! || a.id - b.id,
  }
  return kept.sort(by[list.order]).map((c) => c.id)
}
