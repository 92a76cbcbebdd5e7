import t from 'tap'
import { LANGS, type Lang } from '../../shared/domain/text.ts'
import { OWN_NAME, OWN_SHORT } from '../../shared/i18n/languages.ts'
import { makeApp, type TestApp } from '../support/app.ts'
import { makeBranch, postForm, reportFields } from '../support/citizen.ts'
import { Gather } from '../support/gather.ts'
import { makeSigned } from '../support/signed.ts'

/** What a page may hold in Latin letters in any language: notations, and what a reader typed. */
const ALLOWED = /QazaqGaz Aimaq|KEGOC|https?:\/\/\S+|aigul@example\.com|Open311|CSV|XLSX|JSON/g

interface Piece {
  readonly lang: string
  readonly text: string
}

/** The texts of a page, each with the language it is marked with; names that only screen readers hear are texts, too. */
function pieces(html: string): Piece[] {
  const found: Piece[] = []
  const stack: string[] = []
  const void_ = new Set(['meta', 'link', 'input', 'br', 'img', 'hr', '!doctype'])
  for (const [, closing, name = '', attributes = '', closed, text] of html.matchAll(
    /<(\/?)([a-z!][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)/gi,
  )) {
    const lang = stack.at(-1) ?? ''
    if (text !== undefined) found.push({ lang, text: plain(text) })
    else if (closing) stack.pop()
    else {
      const own = / lang="([^"]*)"/.exec(attributes)?.[1] ?? lang
      for (const [, , value = ''] of attributes.matchAll(
        / (aria-label|alt|placeholder|title|content|label)="([^"]*)"/g,
      ))
        if (name !== 'meta' || attributes.includes('name="description"')) found.push({ lang: own, text: plain(value) })
      if (!closed && !void_.has(name.toLowerCase())) stack.push(own)
    }
  }
  return found.filter((piece) => /\p{L}/u.test(piece.text))
}

const plain = (text: string) =>
  text.replace(
    /&(amp|lt|gt|quot|#39);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name]!,
  )

async function everyPage(made: TestApp, lang: Lang): Promise<[string, string][]> {
  const get = async (path: string): Promise<[string, string]> => [path, (await made.app.inject(`/${lang}${path}`)).body]
  const words = {
    kk: 'Үйде жылу жоқ, үш күн болды',
    ru: 'В доме третий день нет тепла',
    en: 'No heating for three days',
  }
  const fields = reportFields({ text: words[lang], address: '12' })
  const sent = await postForm(made, `/${lang}/report`, fields)
  const token = String(sent.headers.location).split('/').at(-1)!
  const [{ number } = { number: '' }] = await made.database.sql<
    { number: string }[]
  >`select number from cases order by id desc limit 1`
  const staff = await makeSigned(made, { name: 'Айгүл Серікқызы', roles: ['responder', 'head'], branch: 'KZ-39' })
  const auditor = await makeSigned(made, { name: 'Болат Ермекұлы', roles: ['auditor'], branch: 'KZ' })
  return [
    ...(await Promise.all(
      [
        '',
        '/report',
        '/cases',
        '/cases?status=closed',
        `/cases/${number}`,
        `/track/${token}`,
        `/report/done/${token}`,
        '/find?number=1',
        '/nothing',
        '/gallery',
        '/branches',
        '/branches/KZ-39',
        '/bodies',
        '/bodies/min-health',
        '/pulse',
      ].map(get),
    )),
    ['faults', (await postForm(made, `/${lang}/report`, { step: 'check', phone: '1', email: '1' })).body],
    ['check', (await postForm(made, `/${lang}/report`, { ...fields, step: 'check' })).body],
    ...(await Promise.all(
      [
        '/me',
        '/desk?whose=branch',
        '/desk?q=zzzz',
        '/desk/new',
        `/desk/new?filed=${number}`,
        `/desk/cases/${number}`,
      ].map(async (path): Promise<[string, string]> => {
        const answer = await made.app.inject({ url: `/${lang}${path}`, headers: staff.headers })
        return [path, answer.body]
      }),
    )),
    ...(await Promise.all(
      ['/wall', '/wall?map=overdue', '/wall/tables', '/wall/cases'].map(async (path): Promise<[string, string]> => {
        const answer = await made.app.inject({ url: `/${lang}${path}`, headers: auditor.headers })
        return [path, answer.body]
      }),
    )),
    ['sign-in', (await postForm(made, `/${lang}/sign-in`, {})).body],
    ['desk-faults', (await postForm(made, `/${lang}/desk/cases/${number}/contacts`, {}, staff.headers)).body],
    ['not-for-you', (await made.app.inject({ url: `/${lang}/desk/new`, headers: auditor.headers })).body],
    ['refused', (await postForm(made, `/${lang}/track/${token}/confirmation`, { solved: 'yes' })).body],
  ]
}

t.test('every text of every page is in the language it is marked with', async (t) => {
  const made = await makeApp(t)
  await makeBranch(made)
  const texts = new Gather()
  for (const lang of LANGS) {
    for (const [path, html] of await everyPage(made, lang)) {
      const all = pieces(html)
      t.ok(all.length > 10, `${lang} ${path}: ${all.length} texts`)
      for (const piece of all) {
        const text = piece.text.replace(ALLOWED, '')
        const foreign = piece.lang === 'en' ? /\p{Script=Cyrillic}/u : /\p{Script=Latin}/u
        // names of people stand as they are written in their papers
        if (/Серікқызы|Ермекұлы/.test(text)) continue
        texts.notMatch(text, foreign, `${lang} ${path}: marked ${piece.lang}`)
      }
    }
  }
  texts.tell(t, 5_000)
})

t.test('languages are named in themselves', async (t) => {
  for (const lang of LANGS) {
    t.ok(OWN_NAME[lang])
    t.ok(OWN_NAME[lang].startsWith(OWN_SHORT[lang]))
  }
})
