import { readFileSync } from 'node:fs'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { addWorkingDays, type Calendar } from '../../shared/domain/calendar.ts'
import { findPromises } from '../../shared/domain/promise.ts'

const shipped = JSON.parse(readFileSync(projectPath('db/reference/calendar.json'), 'utf8')) as Pick<Calendar, 'days'>
const calendar: Calendar = { version: 1, days: shipped.days }
/** A Monday. */
const FROM = '2026-11-23'
const found = (text: string, from = FROM) => findPromises(text, from, calendar).map((f) => f.dueOn)

const DAYS: readonly (readonly [text: string, ...days: string[]])[] = [
  // Russian
  ['Работы будут завершены до 15 декабря.', '2026-12-15'],
  ['Работы будут завершены до 15 декабря 2026 года.', '2026-12-15'],
  ['Срок: 15.12.2026', '2026-12-15'],
  ['Срок: 5.1.27', '2027-01-05'],
  ['Ремонт выполним к 15/12/2026 г.', '2026-12-15'],
  ['не позднее «15» декабря 2026 г.', '2026-12-15'],
  ['до 1-го марта', '2027-03-01'],
  ['Подрядчик обязуется до конца ноября устранить течь', '2026-11-30'],
  ['до конца февраля 2028', '2028-02-29'],
  ['до конца года', '2026-12-31'],
  ['до конца 2027 года', '2027-12-31'],
  ['до конца месяца', '2026-11-30'],
  ['в IV квартале 2026 года', '2026-12-31'],
  ['в 1 квартале 2027 года', '2027-03-31'],
  ['в III квартале', '2027-09-30'],
  ['в течение 10 рабочих дней', addWorkingDays(calendar, FROM, 10)],
  ['в течение десяти рабочих дней', addWorkingDays(calendar, FROM, 10)],
  ['В течение 10 (десяти) рабочих дней будет направлен ответ', addWorkingDays(calendar, FROM, 10)],
  ['в течении 5 календарных дней', '2026-11-28'],
  ['в течение 3 суток', '2026-11-26'],
  ['в течение двух недель', '2026-12-07'],
  ['в течение месяца', '2026-12-23'],
  ['в течение 2 месяцев', '2027-01-23'],
  ['в течение 24 часов', '2026-11-24'],
  ['в 10-дневный срок', '2026-12-03'],
  ['в 3-х дневный срок', '2026-11-26'],
  // Kazakh
  ['Жөндеу 2026 жылғы 15 желтоқсанға дейін аяқталады.', '2026-12-15'],
  ['2026 жылдың 15 желтоқсанына дейін', '2026-12-15'],
  ['15 желтоқсанға дейін', '2026-12-15'],
  ['1 наурыздан кешіктірмей', '2027-03-01'],
  ['15.12.2026 жылға дейін', '2026-12-15'],
  ['2026 ж. 3 қарашадан бастап емес, 30 қарашаға дейін', '2026-11-30'],
  ['10 жұмыс күні ішінде', addWorkingDays(calendar, FROM, 10)],
  ['он жұмыс күні ішінде', addWorkingDays(calendar, FROM, 10)],
  ['он бес күнтізбелік күн ішінде', '2026-12-08'],
  ['бір ай ішінде', '2026-12-23'],
  ['2 апта ішінде', '2026-12-07'],
  ['жыл соңына дейін', '2026-12-31'],
  ['2027 жылдың соңына дейін', '2027-12-31'],
  ['желтоқсан айының соңына дейін', '2026-12-31'],
  ['2027 жылдың II тоқсанында', '2027-06-30'],
  // English
  ['We will repair it by 15 December.', '2026-12-15'],
  ['by 15th of December 2026', '2026-12-15'],
  ['by December 15, 2026', '2026-12-15'],
  ['no later than Dec. 15th', '2026-12-15'],
  ['by 2026-12-15', '2026-12-15'],
  ['within 10 working days', addWorkingDays(calendar, FROM, 10)],
  ['within ten business days', addWorkingDays(calendar, FROM, 10)],
  ['within two weeks', '2026-12-07'],
  ['by the end of November', '2026-11-30'],
  ['by the end of the year', '2026-12-31'],
  ['in Q1 2027', '2027-03-31'],
  // several, earliest first
  ['Осмотр до 1 декабря, ремонт до 20 декабря 2026 года.', '2026-12-01', '2026-12-20'],
]

t.test('days as people write them, in three languages', async (t) => {
  for (const [text, ...days] of DAYS) t.same(found(text), days, text)
})

t.test('what is no promise: dates of papers and laws, the past, no date at all', async (t) => {
  for (const text of [
    'На Ваше обращение от 15.12.2026 № 39-26/000001 сообщаем',
    'исх. № 12 от 1 декабря 2026 года',
    'вх. № ЗТ-17 от 24.11.2026',
    '2026 жылғы 25 қараша күнгі хат',
    'Ремонт выполнен 20 ноября 2026 года.',
    'Жөндеу 2026 жылғы 20 қарашада аяқталды.',
    'The pipe was repaired on 20 November 2026.',
    'dated 1 December 2026',
    'Ваше обращение рассмотрено.',
    'дом 15, квартира 12, ИИН 900101300123, тел. 8 (7142) 54-12-12',
    '31.02.2027',
    '30 февраля',
    'до 15 декабря 2055 года',
    'в течение 999 дней',
  ])
    t.same(found(text), [], text)
})

t.test('what has been done on a day is no promise for that day of next year', async (t) => {
  for (const text of [
    'Яма заделана 23 ноября.',
    'Яма заделана 24 ноября.',
    'Ямы заделаны 24 ноября 2026 года.',
    'Осмотр проведён 10 октября комиссией.',
    'Ваше обращение поступило 20 ноября.',
    'Работы завершены в III квартале.',
    'Шұңқыр 23 қарашада жөнделді.',
    'The pothole was filled on 23 November.',
    'November 23: the pothole has been filled',
  ])
    t.same(found(text, '2026-11-24'), [], text)
  const both = 'Осмотр проведён 20 ноября, ремонт будет выполнен 25 декабря. Течь устранена 23 ноября.'
  t.same(found(both, '2026-11-24'), ['2026-12-25'])
  t.same(found('Замена труб 15 января.', '2026-11-24'), ['2027-01-15'], 'the next one of that name is nearer')
  t.same(found('Ремонт будет выполнен 20 октября.', '2026-11-24'), ['2027-10-20'])
  t.same(found('Ремонт завершим к 1 сентября', '2026-11-24'), ['2027-09-01'])
  t.same(found('Жол 1 қыркүйекте жөнделеді.', '2026-11-24'), ['2027-09-01'])
})

t.test('the sentence comes with it, whole and alone', async (t) => {
  const text = `На Ваше обращение сообщаем следующее.
Администрацией г. Костанай проведён осмотр по ул. Абая, 12. Ямочный ремонт будет выполнен до 15 декабря 2026 г. подрядчиком. Контроль возложен на отдел ЖКХ.`
  t.same(findPromises(text, FROM, calendar), [
    { sentence: 'Ямочный ремонт будет выполнен до 15 декабря 2026 г. подрядчиком.', dueOn: '2026-12-15' },
  ])
  const kazakh = 'Сіздің өтінішіңіз қаралды. Жылу 2026 жылғы 25 қарашаға дейін қосылады! Құрметпен, әкім.'
  t.same(findPromises(kazakh, FROM, calendar), [
    { sentence: 'Жылу 2026 жылғы 25 қарашаға дейін қосылады!', dueOn: '2026-11-25' },
  ])
  const long = `${'слово '.repeat(200)}до 15 декабря ${'слово '.repeat(200)}`
  t.ok(findPromises(long, FROM, calendar)[0]!.sentence.length <= 300)
})

t.test('a date without a year is the next one of that name', async (t) => {
  t.same(found('до 15 декабря', '2026-12-15'), ['2026-12-15'], 'today counts')
  t.same(found('до 15 декабря', '2026-12-16'), ['2027-12-15'])
  t.same(found('до 29 февраля', '2027-03-01'), ['2028-02-29'])
})

t.test('hostile text costs no more than its length', async (t) => {
  const bombs = [
    '9'.repeat(60_000),
    'до конца '.repeat(8_000),
    '1.1.1.1.1.1.'.repeat(5_000),
    'в течение (((((('.repeat(4_000),
    `${'а'.repeat(30_000)} дней ${' '.repeat(30_000)}`,
    '10 ('.repeat(15_000),
    '15 декабря '.repeat(5_000),
    '\n'.repeat(60_000),
  ]
  for (const bomb of bombs) {
    const start = process.hrtime.bigint()
    const some = findPromises(bomb, FROM, calendar)
    const ms = Number(process.hrtime.bigint() - start) / 1e6
    t.ok(some.length <= 20)
    t.ok(ms < 1_000, `${bomb.slice(0, 12)}…: ${Math.round(ms)} ms`)
  }
})
