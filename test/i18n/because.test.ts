import t from 'tap'
import { type Because, type BecauseKey, because } from '../../shared/domain/because.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { becauseText, becauseText3, type Names } from '../../shared/i18n/because.ts'
import { everyMessage } from '../../shared/i18n/text.ts'

const at = (text: string) => Date.parse(`${text}+05:00`)
const names: Names = {
  branch: () => ({
    kk: 'Маңғыстау облыстық филиалы',
    ru: 'Филиал по Мангистауской области',
    en: 'Mangystau Region branch',
  }),
  category: () => ({ kk: 'Жылу', ru: 'Отопление', en: 'Heating' }),
  place: () => ({ kk: 'Ақтау', ru: 'Актау', en: 'Aktau' }),
}

t.test('the promise explains itself', async (t) => {
  const params = {
    at: at('2026-11-20T21:40'),
    zone: 'Asia/Aqtau',
    place: 'KZ-47',
    cutOff: '06:00',
    due: at('2026-11-21T09:00'),
    calendar: 12,
  }
  t.same(becauseText3(because('responseAfterCutOff', params), names), {
    kk: 'Қабылданды: жм, 20 қараша, 21:40 (Ақтау); 06:00 шегі өтіп кеткен. Жауап мерзімі: сб, 21 қараша, 09:00. Күнтізбе: 12-нұсқа.',
    ru: 'Получено: пт, 20 ноября, 21:40 (Актау), после границы приёма (06:00). Срок ответа: сб, 21 ноября, 09:00. Календарь: версия 12.',
    en: 'Received Fri, 20 November, 21:40 (Aktau); the 06:00 cut-off had passed; answer due Sat, 21 November, 09:00; calendar v12.',
  })
  t.match(becauseText('en', because('responseBeforeCutOff', params), names), /before the 06:00 cut-off/)
})

t.test('a term of law: count, first day, last day, article, calendar', async (t) => {
  const params = {
    days: 15,
    from: '2026-11-20',
    due: at('2026-12-12T00:00'),
    calendar: 12,
    article: 'АППК 76(1), 76(2)',
    zone: 'Asia/Qostanay',
  }
  t.same(becauseText3(because('replyTerm', params), names), {
    kk: 'Хат тіркелген күн: жм, 20 қараша. Жауап беруге 15 жұмыс күні беріледі, келесі күннен бастап есептеледі (ҚР ӘРПК 76(1), 76(2)). Мерзімі: жм, 11 желтоқсан, күннің соңына дейін. Күнтізбе: 12-нұсқа.',
    ru: 'Письмо зарегистрировано: пт, 20 ноября. На ответ даётся 15 рабочих дней, считая со следующего (АППК РК 76(1), 76(2)). Срок: пт, 11 декабря, до конца дня. Календарь: версия 12.',
    en: 'Letter registered on Fri, 20 November; 15 working days to reply, counted from the next day (Administrative Procedural Code 76(1), 76(2)); due Fri, 11 December, end of the day; calendar v12.',
  })
  t.match(becauseText('ru', because('redirectTerm', { ...params, days: 3 })), /за 3 рабочих дня/)
  t.match(becauseText('ru', because('replyTerm', { ...params, days: 21 })), /21 рабочий день/)
})

t.test('codes become words', async (t) => {
  t.equal(
    becauseText('ru', because('onDuty', { name: 'А. Серік', branch: 'KZ-47', open: 6 }), names),
    'Из дежурных меньше всего открытых дел у этого человека: А. Серік (6 дел). Филиал по Мангистауской области.',
  )
  t.equal(
    becauseText('en', because('nobodyOnDuty', { branch: 'KZ-47' }), names),
    'Nobody on duty: Mangystau Region branch.',
  )
  t.equal(
    becauseText('kk', because('categoryLevel', { category: 'heat', level: 'central' }), names),
    '«Жылу» санатын мына деңгей қарайды: орталық аппарат.',
  )
  t.equal(
    becauseText('ru', because('rungRaised', { rung: 'central', deadline: 'response' })),
    'Срок прошёл («публичный ответ»), ступень: передача в центр.',
  )
  t.match(becauseText('en', because('rungRaised', { rung: 'my-own', deadline: 'response' })), /my-own/)
  t.equal(becauseText('en', because('manual', { reason: 'owner' })), 'Assigned by hand. Reason: person responsible.')
  t.equal(
    becauseText('en', because('manual', { reason: 'knows the plant' })),
    'Assigned by hand. Reason: knows the plant.',
  )
})

t.test('a moved deadline names both days', async (t) => {
  const moved = because('calendarChanged', {
    calendar: 13,
    from: at('2026-12-12T00:00'),
    to: at('2026-12-16T00:00'),
    zone: 'Asia/Qostanay',
  })
  t.equal(
    becauseText('en', moved),
    'The working calendar changed (v13); the deadline moves from Fri, 11 December, end of the day to Tue, 15 December, end of the day.',
  )
})

t.test('every reason in every language leaves no brace and no undefined, with names and without', async (t) => {
  const full = {
    at: 0,
    zone: 'Asia/Almaty',
    place: 'KZ-39',
    cutOff: '06:00',
    due: 0,
    calendar: 1,
    on: '2026-11-22',
    days: 3,
    from: '2026-11-20',
    until: '2026-11-22',
    reason: 'x',
    article: 'АППК 76',
    source: 'x',
    number: 'x',
    to: 0,
    branch: 'KZ-39',
    category: 'heat',
    level: 'region',
    name: 'x',
    open: 2,
    rung: 'due',
    deadline: 'reply',
    letter: '39-26/000001',
    rungDueAt: 0,
    openedAt: 0,
  }
  const keys = [...everyMessage('kk').keys()]
    .filter((key) => key.startsWith('because.'))
    .map((key) => key.slice(8) as BecauseKey)
  t.ok(keys.length >= 35)
  for (const key of keys) {
    for (const lang of LANGS) {
      for (const text of [becauseText(lang, because(key, full), names), becauseText(lang, because(key, full))]) {
        t.notMatch(text, /[{}—]|undefined|null|NaN/, `${lang} ${key}: ${text}`)
      }
      t.notMatch(becauseText(lang, because(key)), /[{}]|undefined|null|NaN/, `${lang} ${key} without facts`)
    }
  }
})

t.test('facts of another version do not break a page', async (t) => {
  const strange = { key: 'retired', params: {} } as unknown as Because
  t.equal(becauseText('ru', strange), 'retired')
  t.match(becauseText('ru', because('replyOnDate', { on: 'soon', due: 'later', zone: 'Asia/Atlantis' })), /soon/)
  t.match(becauseText('ru', because('replyOnDate', { on: 5, due: 0, zone: null })), /5/)
  t.match(
    becauseText('ru', because('responseAfterCutOff', { at: 'x', place: 'KZ-00' }), {
      ...names,
      place: () => undefined,
    }),
    /KZ-00/,
  )
})
