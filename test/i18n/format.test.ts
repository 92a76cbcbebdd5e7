import t from 'tap'
import { LANGS, type Lang, type Text3 } from '../../shared/domain/text.ts'
import {
  formatDate,
  formatDue,
  formatDuration,
  formatInstant,
  formatLeft,
  formatList,
  formatMonth,
  formatMonthYear,
  formatNear,
  formatNumber,
  formatPercent,
  formatTime,
  formatWeekday,
} from '../../shared/i18n/format.ts'

const ZONE = 'Asia/Qostanay'
const at = (text: string) => Date.parse(`${text}+05:00`)
const each = (word: (lang: Lang) => string): Text3 => ({ kk: word('kk'), ru: word('ru'), en: word('en') })

t.test('dates as people write them', async (t) => {
  t.same(
    each((lang) => formatInstant(lang, ZONE, at('2026-11-22T09:00'))),
    {
      kk: 'жс, 22 қараша, 09:00',
      ru: 'вс, 22 ноября, 09:00',
      en: 'Sun, 22 November, 09:00',
    },
  )
  t.same(
    each((lang) => formatDate(lang, '2026-03-08')),
    { kk: '8 наурыз', ru: '8 марта', en: '8 March' },
  )
  t.same(
    each((lang) => formatDate(lang, '2026-03-08', { year: true })),
    {
      kk: '2026 жылғы 8 наурыз',
      ru: '8 марта 2026 г.',
      en: '8 March 2026',
    },
  )
  t.same(
    each((lang) => formatDate(lang, '2026-12-16', { year: true, weekday: 'long' })),
    {
      kk: 'сәрсенбі, 2026 жылғы 16 желтоқсан',
      ru: 'среда, 16 декабря 2026 г.',
      en: 'Wednesday, 16 December 2026',
    },
  )
  t.same(
    each((lang) => formatMonthYear(lang, '2026-11')),
    { kk: '2026 жылғы қараша', ru: 'ноябрь 2026 г.', en: 'November 2026' },
  )
  t.equal(formatInstant('ru', ZONE, at('2026-11-22T09:00'), { year: true }), '22 ноября 2026 г., 09:00')
  t.equal(formatTime(ZONE, at('2026-11-22T00:05')), '00:05')
  t.throws(() => formatDate('kk', '2026-02-30'), RangeError)
})

t.test('the clocks are those of the zone, also across a change of offset', async (t) => {
  t.equal(formatInstant('en', 'Asia/Almaty', Date.parse('2024-02-29T17:30:00Z')), 'Thu, 29 February, 23:30')
  t.equal(formatInstant('en', 'Asia/Almaty', Date.parse('2024-02-29T18:30:00Z')), 'Thu, 29 February, 23:30')
  t.equal(formatInstant('en', 'Asia/Almaty', Date.parse('2024-02-29T19:00:00Z')), 'Fri, 1 March, 00:00')
})

t.test('our names of days and months are those of the running ICU', async (t) => {
  for (const lang of LANGS) {
    for (let day = 2; day <= 8; day++) {
      const date = `2026-11-0${day}`
      const intl = (weekday: 'long' | 'short') =>
        new Intl.DateTimeFormat(lang, { weekday, timeZone: 'UTC' }).format(Date.parse(date))
      t.equal(formatWeekday(lang, date, 'long'), intl('long'))
      t.equal(formatWeekday(lang, date, 'short'), intl('short'))
    }
    for (let month = 1; month <= 12; month++) {
      const date = `2026-${String(month).padStart(2, '0')}-05`
      const parts = (options: Intl.DateTimeFormatOptions) =>
        new Intl.DateTimeFormat(lang, { ...options, timeZone: 'UTC' })
          .formatToParts(Date.parse(date))
          .find(({ type }) => type === 'month')!.value
      t.equal(formatDate(lang, date).split(' ')[1], parts({ day: 'numeric', month: 'long' }))
      t.equal(formatMonth(lang, month).toLowerCase(), parts({ month: 'long' }).toLowerCase())
    }
  }
})

t.test('near days have names', async (t) => {
  const now = at('2026-11-21T23:59')
  t.same(
    each((lang) => formatNear(lang, ZONE, at('2026-11-22T09:00'), now)),
    {
      kk: 'ертең, 09:00',
      ru: 'завтра, 09:00',
      en: 'tomorrow, 09:00',
    },
  )
  t.same(
    each((lang) => formatNear(lang, ZONE, at('2026-11-21T00:00'), now)),
    {
      kk: 'бүгін, 00:00',
      ru: 'сегодня, 00:00',
      en: 'today, 00:00',
    },
  )
  t.same(
    each((lang) => formatNear(lang, ZONE, at('2026-11-20T23:59'), now)),
    {
      kk: 'кеше, 23:59',
      ru: 'вчера, 23:59',
      en: 'yesterday, 23:59',
    },
  )
  t.equal(formatNear('en', ZONE, at('2026-11-23T00:00'), now), 'Mon, 23 November, 00:00')
  t.equal(formatNear('en', ZONE, at('2027-01-02T10:00'), now), 'Sat, 2 January 2027, 10:00')
})

t.test('a term that ends with a day is said so', async (t) => {
  t.same(
    each((lang) => formatDue(lang, ZONE, at('2026-11-25T00:00'))),
    {
      kk: 'сс, 24 қараша, күннің соңына дейін',
      ru: 'вт, 24 ноября, до конца дня',
      en: 'Tue, 24 November, end of the day',
    },
  )
  t.equal(formatDue('en', ZONE, at('2026-11-25T00:01')), 'Wed, 25 November, 00:01')
  t.equal(formatDue('en', 'Asia/Almaty', Date.parse('2024-02-29T19:00:00Z')), 'Thu, 29 February, end of the day')
})

t.test('durations and what is left', async (t) => {
  const MINUTE = 60_000
  t.same(
    each((lang) => formatDuration(lang, 680 * MINUTE)),
    { kk: '11 сағ 20 мин', ru: '11 ч 20 мин', en: '11 h 20 min' },
  )
  t.same(
    each((lang) => formatDuration(lang, (3 * 1440 + 240) * MINUTE)),
    { kk: '3 күн 4 сағ', ru: '3 дня 4 ч', en: '3 days 4 h' },
  )
  t.same(
    each((lang) => formatDuration(lang, 1440 * MINUTE)),
    { kk: '1 күн', ru: '1 день', en: '1 day' },
  )
  t.equal(formatDuration('ru', (21 * 1440 + 59) * MINUTE), '21 день', 'minutes are not said next to days')
  t.equal(formatDuration('en', 60 * MINUTE), '1 h')
  t.equal(formatDuration('en', 59_999), 'less than a minute')
  t.equal(formatDuration('en', 0), 'less than a minute')
  t.equal(formatDuration('en', 20 * MINUTE + 59_999), '20 min', 'rounded down: never more than there is')
  const due = at('2026-11-22T09:00')
  t.same(
    each((lang) => formatLeft(lang, due, due - 680 * MINUTE)),
    {
      kk: '11 сағ 20 мин қалды',
      ru: 'осталось 11 ч 20 мин',
      en: '11 h 20 min left',
    },
  )
  t.same(
    each((lang) => formatLeft(lang, due, due + 125 * MINUTE)),
    {
      kk: '2 сағ 5 мин кешікті',
      ru: 'опоздание 2 ч 5 мин',
      en: '2 h 5 min late',
    },
  )
  t.equal(formatLeft('en', due, due - 1), 'less than a minute left')
  t.equal(formatLeft('en', due, due), 'less than a minute late', 'the due instant itself is late')
})

t.test('numbers, shares, lists', async (t) => {
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')
  t.same(
    each((lang) => plain(formatNumber(lang, 1_234_567))),
    { kk: '1 234 567', ru: '1 234 567', en: '1,234,567' },
  )
  t.same(
    each((lang) => plain(formatNumber(lang, 2.5049, 2))),
    { kk: '2,5', ru: '2,5', en: '2.5' },
  )
  t.same(
    each((lang) => plain(formatPercent(lang, 0.964))),
    { kk: '96,4%', ru: '96,4 %', en: '96.4%' },
  )
  t.same(
    each((lang) => formatList(lang, ['А', 'Б', 'В'])),
    { kk: 'А, Б және В', ru: 'А, Б и В', en: 'А, Б and В' },
  )
  t.equal(formatList('kk', ['А', 'Б']), 'А және Б')
  t.equal(formatList('kk', ['А']), 'А')
  t.equal(formatList('kk', []), '')
})
