import { readFileSync } from 'node:fs'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import type { LetterFacts } from '../../server/letters/facts.ts'
import { pdfOf } from '../../server/letters/pdf.ts'
import { htmlOf, textOf } from '../../server/letters/render.ts'
import { sheetOf } from '../../server/letters/sheet.ts'
import { because } from '../../shared/domain/because.ts'
import { LETTER_PURPOSES } from '../../shared/domain/mailing.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { makeApp } from '../support/app.ts'
import { textOfPdf } from '../support/pdf.ts'

const KAZAKH = 'АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя'
const DUE = Date.parse('2026-12-15T00:00:00+05:00')
const PUBLIC_URL = 'http://127.0.0.1:3000'

function lettersFacts(more: Partial<LetterFacts> = {}): LetterFacts {
  const params = { days: 15, from: '2026-11-23', due: DUE, calendar: 1, article: 'АППК 76(1)', zone: 'Asia/Qostanay' }
  return {
    purpose: 'first',
    language: 'ru',
    number: '39-26/000123',
    writtenAt: Date.parse('2026-11-23T10:00:00+05:00'),
    zone: 'Asia/Qostanay',
    branch: 'KZ-39',
    body: 'kostanay-roads',
    subject: 'Яма у школы',
    text: 'Просим заделать яму.\n\nДети ходят мимо.',
    author: { name: 'Айгүл Серікова', role: 'responder' },
    sentOn: '2026-11-23',
    extendedUntil: null,
    about: null,
    due: { dueAt: DUE, because: because('replyTerm', { ...params, body: 'kostanay-roads' }) },
    workingDaysLeft: 3,
    cases: [
      {
        number: '39-26-0000001-8',
        category: 'roads.pothole',
        region: 'KZ-39',
        district: '391000000',
        address: 'ул. Абая, 15',
        branch: 'KZ-39',
        public: true,
      },
      {
        number: '39-26-0000002-6',
        category: 'roads.pothole',
        region: 'KZ-39',
        district: '391000000',
        address: 'ул. Тайная, 7',
        branch: 'KZ-39',
        public: false,
      },
    ],
    annexes: [{ name: 'яма.jpg', size: 2_400_000 }],
    link: `${PUBLIC_URL}/ru/reply/1-20000-abc`,
    ...more,
  }
}

t.test(
  'a letter says who, to whom, what, by when and under which article, in the language of the letter',
  async (t) => {
    const { deps } = await makeApp(t)
    const { reference } = deps.world
    const ru = textOf(sheetOf(lettersFacts(), reference, PUBLIC_URL))
    for (const said of [
      'Исх. № 39-26/000123',
      'Дата: 23 ноября 2026 г.',
      'Кому: Управление пассажирского транспорта',
      'Филиал по Костанайской области',
      'Тема: Яма у школы',
      'Просим заделать яму.',
      '№ 39-26-0000001-8',
      'ул. Абая, 15',
      `${PUBLIC_URL}/ru/cases/39-26-0000001-8`,
      'не позднее 14 декабря 2026 г.',
      '15 рабочих дней',
      'часть 1 статьи 76 АППК РК',
      `${PUBLIC_URL}/ru/reply/1-20000-abc`,
      'яма.jpg (2,3 МБ)',
      'Айгүл Серікова',
    ])
      t.match(ru, said)
    t.notMatch(ru, 'Тайная', 'of a private case only the district')
    t.notMatch(ru, `${PUBLIC_URL}/ru/cases/39-26-0000002-6`)
    const kk = textOf(sheetOf(lettersFacts({ language: 'kk' }), reference, PUBLIC_URL))
    for (const said of ['Шығ. № 39-26/000123', '2026 жылғы 14 желтоқсан күнінен', 'ҚР ӘРПК 76-бабының 1-бөлігі'])
      t.match(kk, said)
    const byDate = lettersFacts({
      due: { dueAt: DUE, because: because('replyOnDate', { on: '2026-12-14', due: DUE }) },
    })
    t.match(textOf(sheetOf(byDate, reference, PUBLIC_URL)), 'не позднее 14 декабря 2026 г.')
    t.notMatch(textOf(sheetOf(byDate, reference, PUBLIC_URL)), 'АППК', 'a term of the letter has no article')
  },
)

t.test('every purpose has words of its own in every language, and says nothing empty', async (t) => {
  const { deps } = await makeApp(t)
  const seen = new Set<string>()
  for (const language of LANGS) {
    for (const purpose of LETTER_PURPOSES) {
      const about = { number: '39-26/000001', sentOn: '2026-11-02', body: 'akimat-kostanay' }
      const facts = lettersFacts({ language, purpose, about, extendedUntil: '2026-12-20' })
      const sheet = sheetOf(facts, deps.world.reference, PUBLIC_URL)
      const text = textOf(sheet)
      t.notMatch(text, /\{|—$|\.\.|undefined|null|NaN/, `${language} ${purpose}`)
      t.match(sheet.mailSubject, '39-26/000123')
      seen.add(text)
    }
  }
  t.equal(seen.size, LANGS.length * LETTER_PURPOSES.length)
  const overdue = textOf(sheetOf(lettersFacts({ purpose: 'overdue' }), deps.world.reference, PUBLIC_URL))
  t.match(overdue, 'часть 2 статьи 91 АППК РК', 'silence is a refusal by its article')
  const reminder = textOf(sheetOf(lettersFacts({ purpose: 'reminder' }), deps.world.reference, PUBLIC_URL))
  t.match(reminder, 'осталось 3 рабочих дня')
})

t.test('the PDF holds the same words, every Kazakh letter, and the same bytes each time', async (t) => {
  const { deps } = await makeApp(t)
  const facts = lettersFacts({ language: 'kk', text: `${KAZAKH}\n\nҚұны 5 000 ₸ 😀 «дәлел» – №1` })
  const sheet = sheetOf(facts, deps.world.reference, PUBLIC_URL)
  const pdf = await pdfOf(sheet, facts.writtenAt)
  t.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  const text = textOfPdf(pdf).replace(/\n/g, '')
  for (const letter of KAZAKH) t.ok(text.includes(letter), letter)
  t.notMatch(text, '\ufffd', 'no letter without a meaning')
  const plain = (s: string) => s.replace(/\s+/g, '')
  for (const line of textOf(sheet).replace('₸', 'теңге').replace('😀', '?').split('\n'))
    t.ok(plain(text).includes(plain(line)), line)
  t.ok(pdf.equals(await pdfOf(sheet, facts.writtenAt)))
})

t.test('a letter of twenty pages is whole, and its pages are numbered', async (t) => {
  const { deps } = await makeApp(t)
  const text = Array.from({ length: 300 }, (_, n) => `Абзац ${n}. ${'Просим принять меры. '.repeat(8)}`).join('\n\n')
  const sheet = sheetOf(lettersFacts({ text }), deps.world.reference, PUBLIC_URL)
  const pdf = await pdfOf(sheet, 0)
  const read = textOfPdf(pdf)
  for (const n of [0, 150, 299]) t.match(read, `Абзац ${n}.`)
  const pages = Number(/\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])
  t.ok(pages > 10)
  t.match(read, `${pages}/${pages}`)
})

t.test('HTML takes every word literally; only our link is a link', async (t) => {
  const { deps } = await makeApp(t)
  const nasty = '<script>alert(1)</script> <a href="https://evil.example">x</a> "&'
  const sheet = sheetOf(lettersFacts({ text: nasty, subject: nasty }), deps.world.reference, PUBLIC_URL)
  const html = htmlOf(sheet)
  t.notMatch(html, /<script|evil\.example">/)
  t.match(html, '&lt;script&gt;')
  t.equal(html.match(/<a /g)?.length, 1)
  t.match(textOf(sheet), nasty)
})

t.test('terms of law are those of the reference data on their day', async (t) => {
  const terms = JSON.parse(readFileSync(projectPath('db/reference/legal-terms.json'), 'utf8')).legalTerms
  const { deps } = await makeApp(t)
  for (const term of terms.filter((x: { id: string }) => x.id === 'reply')) {
    const found = deps.world.reference.legalTerm('reply', term.validFrom)
    t.equal(found?.rule.citation?.ru, term.rule.citation.ru)
    if (term.validTo) t.equal(deps.world.reference.legalTerm('reply', term.validTo)?.validFrom, term.validFrom)
  }
})
