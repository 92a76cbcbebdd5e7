import t from 'tap'
import { bumpStamp } from '../../db/reference.ts'
import { loadSnapshotRows } from '../../db/views/reference.ts'
import { keepReference, Reference } from '../../server/reference.ts'
import { makeDatabase } from '../support/database.ts'

const codes = (list: readonly { code: string }[]) => list.map(({ code }) => code)

t.test('the snapshot answers from memory', async (t) => {
  const { sql } = await makeDatabase(t)
  const rows = await loadSnapshotRows(sql)
  const reference = new Reference(rows)

  t.test('places', async (t) => {
    t.equal(reference.region('KZ-39')?.name.en, 'Kostanay Region')
    t.equal(reference.regionAt(51.18, 71.446), 'KZ-71', 'a city before the region around it')
    t.equal(reference.regionAt(53.214, 63.625), 'KZ-39')
    t.equal(reference.regionAt(55.75, 37.62), null, 'Moscow')
    t.equal(reference.districtsOf('KZ-39').length, 20)
    t.same(reference.districtsOf('KZ-99'), [])
    t.equal(reference.district('393600000')?.name.kk, 'Әулиекөл ауданы')
  })

  t.test('the tree of branches', async (t) => {
    t.same(codes(reference.ancestors('KZ-39-3936')), ['KZ-39', 'KZ'])
    t.same(codes(reference.ancestors('KZ')), [])
    t.same(codes(reference.ancestors('nowhere')), [])
    t.equal(reference.descendants('KZ').length, reference.branches.length - 1)
    t.equal(reference.descendants('KZ-39').length, 20)
    t.same(reference.descendants('KZ-39-3936'), [])
    t.match(reference.branchOfDistrict('393600000'), { code: 'KZ-39-3936', zone: 'Asia/Qostanay', level: 'district' })
  })

  t.test('an inactive district branch is no branch of its district', async (t) => {
    const branches = rows.branches.map((branch) =>
      branch.code === 'KZ-39-3936' ? { ...branch, active: false } : branch,
    )
    const other = new Reference({ ...rows, branches })
    t.equal(other.branchOfDistrict('393600000'), undefined)
    t.equal(other.branch('KZ-39-3936')?.active, false)
  })

  t.test('a ring of parents ends', async (t) => {
    const branches = rows.branches.map((branch) =>
      branch.code === 'KZ-39' ? { ...branch, parent: 'KZ-39-3936' } : branch,
    )
    const other = new Reference({ ...rows, branches })
    t.same(codes(other.ancestors('KZ-39-3936')), ['KZ-39', 'KZ-39-3936'])
    t.ok(other.descendants('KZ-39').length >= 20)
  })

  t.test('calendars and terms', async (t) => {
    t.equal(reference.calendar.version, 1)
    t.equal(reference.calendarOf(1), reference.calendar)
    t.throws(() => reference.calendarOf(7), { message: /v7/ })
    t.throws(() => new Reference({ ...rows, calendars: [] }).calendar, { message: /not loaded/ })
    t.equal(reference.legalTerm('reply', '2021-06-30')?.unit, 'calendar')
    t.equal(reference.legalTerm('reply', '2021-07-01')?.unit, 'working')
    t.match(reference.legalTerm('reply', '2026-11-21'), { days: 15, rule: { start: 'registration' } })
    t.equal(reference.legalTerm('control', '2026-11-21'), undefined, 'repealed')
    t.equal(reference.legalTerm('reply', '1999-01-01'), undefined)
  })

  t.test('competent bodies', async (t) => {
    const ranked = (category: string, region: string | null, district: string | null) =>
      reference
        .competentBodies(category, region, district)
        .map(({ body, because }) => `${body.id} ${because.rule} ${because.place}`)
    t.same(ranked('heat.no-heat', 'KZ-39', '391000000'), [
      'akimat-kostanay-city category district',
      'kostanay-energy category region',
      'kostanay-u-heat category district',
      'akimat-kostanay general region',
    ])
    t.same(
      ranked('heat.no-heat', 'KZ-39', '393600000'),
      ['akimat-auliekol competence district', 'kostanay-energy category region', 'akimat-kostanay general region'],
      'a district has an akimat of its own and no utility of the centre',
    )
    t.same(
      ranked('heat.no-heat', 'KZ-39', null),
      ['kostanay-energy category region', 'akimat-kostanay general region'],
      'no district known',
    )
    t.same(
      ranked('power-gas.street-light', 'KZ-71', null),
      ['akimat-astana competence region'],
      'the one akimat of a big city',
    )
    t.same(ranked('order-rights.corruption', 'KZ-11', null), [
      'prosecutor-general category country',
      'anticorruption category country',
      'akimat-11 general region',
    ])
    t.same(ranked('other', 'KZ-11', '113200000'), ['akimat-1132 category district', 'akimat-11 category region'])
    t.same(ranked('other', null, null), [], 'no place: a person chooses')
    for (const { id } of reference.categories) {
      for (const { code } of reference.regions)
        t.ok(reference.competentBodies(id, code, null).length > 0, `${id} in ${code}`)
    }
  })

  t.test('an inactive body is not offered; a term by the letter is known', async (t) => {
    const bodies = rows.bodies.map((body) => (body.id === 'kostanay-energy' ? { ...body, active: false } : body))
    const offers = new Reference({ ...rows, bodies }).competentBodies('heat.no-heat', 'KZ-39', null)
    t.same(
      offers.map(({ body }) => body.id),
      ['akimat-kostanay'],
    )
    t.equal(reference.body('edu-11')?.replyByLaw, true)
    t.equal(reference.body('atameken')?.replyByLaw, false)
  })
})

t.test('the keeper loads anew when the stamp has grown, and only then', async (t) => {
  const { sql } = await makeDatabase(t)
  const keeper = await keepReference(sql)
  const before = keeper.current()
  t.equal(await keeper.refresh(), false)
  t.equal(keeper.current(), before)
  await sql`update bodies set email = 'new@body.example', edited = true where id = 'edu-11'`
  await bumpStamp(sql)
  t.same((await Promise.all([keeper.refresh(), keeper.refresh()])).sort(), [false, true])
  t.equal(keeper.current().body('edu-11')?.email, 'new@body.example')
  t.not(before.body('edu-11')?.email, 'new@body.example', 'who holds the old snapshot keeps it')
})
