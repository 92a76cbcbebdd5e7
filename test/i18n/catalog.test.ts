import t from 'tap'
import { LANGS } from '../../shared/domain/text.ts'
import type { Message } from '../../shared/i18n/catalog.ts'
import { everyMessage, isKey, say, t as text, text3 } from '../../shared/i18n/text.ts'
import { Gather } from '../support/gather.ts'

const forms = (message: Message): string[] =>
  typeof message === 'string'
    ? [message]
    : Object.entries(message).flatMap(([name, form]) => (name === 'by' ? [] : [form as string]))
const placeholders = (template: string) =>
  [...new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!))].sort()
const letters = (template: string) => template.replace(/\{\w+\}/g, '')
const kk = everyMessage('kk')

/** Names and notations that are written in Latin letters in every language. */
const TOKENS =
  /«[a-z_]+»|\/open311\/[\w/.]+|services\.(xml|json)|open, closed|WGS 84|https?|application\/x-www-form-urlencoded|Open311|HTTP|\.eml|[Cc]ookie|API|JSON|UTF-8|Content-Type|Idempotency-Key|Allow|application\/json|multipart\/form-data|JPEG|PNG|WebP|PDF|CSV|XLSX|aigul@example\.com|T(?=\d)/g

/** Words that are the same in Kazakh and Russian; everything else must differ. */
const SAME = new Set([
  'page.frame.name',
  'page.front.call.102',
  'channel.phone',
  'channel.branch',
  'channel.open311',
  'contactChannel.phone',
  'contactChannel.portal',
  'contactChannel.open311',
  'role.auditor',
  'page.staff.menu.branch',
  'page.staff.menu.wall',
  'mail.signature',
  'calendar.weekdayShort.3',
  'calendar.weekdayShort.6',
  'calendar.minutes',
  'channel.web',
  'page.commitments.branchLabel',
  'page.commitments.bodyLabel',
  'page.commitments.who.branch',
  'page.desk.file',
  'page.desk.reporter.phone',
  'page.inbox.fileCount',
])

t.test('the three catalogs have the same keys', async (t) => {
  t.ok(kk.size > 300, `${kk.size} messages`)
  for (const lang of LANGS) t.same([...everyMessage(lang).keys()].sort(), [...kk.keys()].sort(), lang)
})

t.test('every placeholder stands in all three languages, in every plural form', async (t) => {
  const all = new Gather()
  for (const [key, message] of kk) {
    const expected = placeholders(forms(message).join(' '))
    for (const lang of LANGS) {
      const translated = everyMessage(lang).get(key)!
      for (const form of forms(translated)) all.same(placeholders(form), expected, `${lang} ${key}`)
      all.same(typeof translated === 'string', typeof message === 'string', `${lang} ${key}: counted in all or in none`)
      if (typeof translated !== 'string' && typeof message !== 'string')
        all.same(translated.by, message.by, `${lang} ${key}`)
    }
  }
  all.tell(t)
})

t.test('plurals have all the forms of their language, and no others', async (t) => {
  const all = new Gather()
  const wanted = { kk: ['other'], ru: ['few', 'many', 'one', 'other'], en: ['one', 'other'] }
  for (const lang of LANGS) {
    for (const [key, message] of everyMessage(lang)) {
      if (typeof message === 'string') continue
      all.same(
        Object.keys(message)
          .filter((name) => name !== 'by')
          .sort(),
        wanted[lang],
        `${lang} ${key}`,
      )
      all.ok(
        forms(message).every((form) => form.includes(`{${message.by}}`)),
        `${lang} ${key} shows what it counts`,
      )
    }
  }
  all.tell(t)
})

t.test('Kazakh and Russian are written in Cyrillic, English in Latin letters', async (t) => {
  const all = new Gather()
  for (const lang of ['kk', 'ru'] as const) {
    for (const [key, message] of everyMessage(lang)) {
      for (const form of forms(message)) {
        const left = letters(form).replace(TOKENS, '')
        all.notMatch(left, /\p{Script=Latin}/u, `${lang} ${key}: ${form}`)
        if (/\p{L}/u.test(letters(form)) && !/open311/.test(key))
          all.match(left, /\p{Script=Cyrillic}/u, `${lang} ${key}`)
      }
    }
  }
  for (const [key, message] of everyMessage('en')) {
    if (key === 'mail.signature') continue
    for (const form of forms(message)) all.notMatch(form, /\p{Script=Cyrillic}/u, `en ${key}`)
  }
  all.tell(t)
})

t.test('Kazakh is Kazakh: no copies of the Russian, no Russian letters or endings', async (t) => {
  const all = new Gather()
  const ru = everyMessage('ru')
  for (const [key, message] of kk) {
    for (const form of forms(message)) {
      if (/\p{L}/u.test(letters(form)) && !SAME.has(key)) {
        all.notOk(forms(ru.get(key)!).includes(form), `${key} is the same in Russian: ${form}`)
      }
      all.notMatch(form, /[ёщъ]/iu, `${key}: a letter of Russian words only: ${form}`)
      all.notMatch(
        form,
        /\p{L}(?:ение|ания|ться|ного|ный|ная|ные|ость)(?!\p{L})/iu,
        `${key}: a Russian ending: ${form}`,
      )
    }
  }
  for (const key of SAME) {
    const russian = forms(ru.get(key)!)
    all.ok(
      forms(kk.get(key)!).every((form) => russian.includes(form)),
      `${key} must be excused`,
    )
  }
  all.tell(t)
})

t.test('no Kazakh ending hangs on a value: its sound is not known', async (t) => {
  const all = new Gather()
  for (const [key, message] of kk) {
    for (const form of forms(message)) {
      all.notMatch(form, /\}\p{L}/u, `${key}: ${form}`)
      all.notMatch(form, /\}-(?!(?:сурет|нұсқа|нұсқамен|адам)(?!\p{L}))\p{L}/u, `${key}: ${form}`)
      all.notMatch(form, /\}\s+(?:дейін|шейін|бері|бастап)(?!\p{L})/u, `${key}: ${form}`)
    }
  }
  all.tell(t)
})

t.test('one thing has one word in Kazakh (shared/i18n/GLOSSARY.md)', async (t) => {
  const banned =
    /жұртшылық|түйме|сүзу|адрес|көмекші филиал|формалды|дедлайн|екінші қол(?!таңба)|таңғы жиынтық|жиналыс/iu
  const all = new Gather()
  for (const [key, message] of kk) for (const form of forms(message)) all.notMatch(form, banned, key)
  all.tell(t)
})

t.test('no slips of the pen', async (t) => {
  const all = new Gather()
  for (const lang of LANGS) {
    for (const [key, message] of everyMessage(lang)) {
      for (const form of forms(message)) {
        all.notMatch(form, /^\s|\s$| {2}|[^\S\n ]| \n|\n{3}/, `${lang} ${key}: spaces`)
        all.notMatch(form.replace(/\{\w+\}/g, ''), /[{}]/, `${lang} ${key}: braces`)
        all.notMatch(form, / [,.;:!?]|\.\.|,,/, `${lang} ${key}: punctuation: ${form}`)
        all.notMatch(form, /["']/, `${lang} ${key}: typewriter quotes: ${form}`)
        all.notMatch(form, /[A-Za-z][а-яё]|[а-яё][A-Za-z]/iu, `${lang} ${key}: mixed alphabets in one word: ${form}`)
      }
    }
  }
  all.tell(t)
})

t.test('a problem says what to do: a title without a full stop, a detail that ends with one', async (t) => {
  const all = new Gather()
  for (const lang of LANGS) {
    for (const [key, message] of everyMessage(lang)) {
      if (!key.startsWith('problem.')) continue
      for (const form of forms(message)) {
        if (key.endsWith('.title')) all.notMatch(form, /[.!]$/, `${lang} ${key}`)
        else all.match(form, /[.]$/, `${lang} ${key}`)
        all.ok(form.length < 200, `${lang} ${key} is short`)
      }
    }
  }
  all.tell(t)
})

t.test('links in mail stand on a line of their own', async (t) => {
  const all = new Gather()
  for (const lang of LANGS) {
    for (const [key, message] of everyMessage(lang)) {
      if (!key.startsWith('mail.')) continue
      for (const form of forms(message)) if (form.includes('{link}')) all.match(form, /\n\{link\}$/, `${lang} ${key}`)
    }
  }
  all.tell(t)
})

t.test('words', async (t) => {
  t.equal(text('kk', 'status.received'), 'тіркелді')
  t.equal(text('en', 'mail.brief.gap', { branch: 'Kostanay', from: '1', to: '2' }), 'Kostanay: 1 – 2')
  t.same(text3('verdict.missed'), { kk: 'мерзімі өтті', ru: 'просрочено', en: 'overdue' })
  t.same(
    text3('mail.brief.greeting', (lang) => ({ name: lang })),
    {
      kk: 'Қайырлы таң, kk!',
      ru: 'Доброе утро, ru!',
      en: 'Good morning, en!',
    },
  )
  t.same(text3('mail.brief.greeting', { name: 'А' }).ru, 'Доброе утро, А!')
})

t.test('plural forms', async (t) => {
  const more = (n: number) => text('ru', 'mail.brief.more', { n })
  t.equal(more(1), 'И ещё 1 дело.')
  t.equal(more(2), 'И ещё 2 дела.')
  t.equal(more(5), 'И ещё 5 дел.')
  t.equal(more(11), 'И ещё 11 дел.')
  t.equal(more(21), 'И ещё 21 дело.')
  t.equal(more(12_345), 'И ещё 12\u00a0345 дел.')
  t.equal(text('en', 'mail.brief.more', { n: 1 }), 'And 1 more case.')
  t.equal(text('en', 'mail.brief.more', { n: 0 }), 'And 0 more cases.')
  t.equal(text('kk', 'mail.brief.more', { n: 1 }), 'Тағы 1 іс бар.')
  t.equal(text('kk', 'mail.brief.more', { n: 1234 }), 'Тағы 1234 іс бар.')
})

t.test('a value that is missing is a dash, a value with braces stays as it is', async (t) => {
  t.equal(say('ru', 'because.manual'), 'Назначено вручную. Причина: —.')
  t.equal(say('ru', 'because.manual', { reason: null }), 'Назначено вручную. Причина: —.')
  t.equal(say('ru', 'because.manual', { reason: '' }), 'Назначено вручную. Причина: —.')
  t.equal(say('ru', 'because.manual', { reason: '{name} $& $1' }), 'Назначено вручную. Причина: {name} $& $1.')
  t.equal(say('ru', 'mail.brief.more'), 'И ещё — дел.')
})

t.test('keys', async (t) => {
  t.ok(isKey('rung.reminder-3'))
  t.notOk(isKey('rung.of-another-policy'))
  t.notOk(isKey('toString'))
  t.notOk(isKey('status'))
  t.throws(() => say('ru', 'no.such.key' as 'status.received'), RangeError)
})

t.test('what the compiler refuses', async (t) => {
  const refused = () => {
    // @ts-expect-error no such key
    text('kk', 'status.lost')
    // @ts-expect-error a parameter is missing
    text('kk', 'mail.brief.greeting')
    // @ts-expect-error a parameter is misspelt
    text('kk', 'mail.brief.greeting', { nam: 'А' })
    // @ts-expect-error a plural wants its count
    text('kk', 'mail.brief.more', {})
    // @ts-expect-error no parameters here
    text('kk', 'status.received', { n: 1 })
    // @ts-expect-error no such language
    text('de', 'status.received')
  }
  t.type(refused, 'function')
})
