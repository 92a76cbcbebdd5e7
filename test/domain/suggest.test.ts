import { readFileSync } from 'node:fs'
import t from 'tap'
import { projectPath } from '../../db/root.ts'
import { type Suggestible, suggest } from '../../shared/domain/suggest.ts'

interface Category {
  readonly id: string
  readonly parent: string | null
  readonly keywords: Readonly<Record<'kk' | 'ru' | 'en', readonly string[]>> | null
}

const { categories } = JSON.parse(readFileSync(projectPath('db', 'reference', 'categories.json'), 'utf8')) as {
  categories: Category[]
}
const CATALOGUE: Suggestible[] = categories.map(({ id, parent, keywords }) => ({
  id,
  parent,
  keywords: keywords ? [...keywords.kk, ...keywords.ru, ...keywords.en] : [],
}))

t.test('words of two letters are found, whole or with an ending', async (t) => {
  for (const text of ['Су жоқ', 'Үйде екі күннен бері су жоқ.', 'Суды үш күн бұрын өшірді, су берілмейді'])
    t.equal(suggest(CATALOGUE, text)[0], 'water.no-water', text)
  for (const text of ['Ит', 'Аулада иттер жүр, балалар қорқады', 'Кеше бір ит балаға шапты'])
    t.equal(suggest(CATALOGUE, text)[0], 'waste-ecology.animals', text)
})

t.test('and not as the beginning of another word', async (t) => {
  for (const text of ['Суық түсті', 'Сурет салатын үйірме', 'Жылу жоқ', 'Решение суда', 'Сумма'])
    t.notOk(
      suggest(CATALOGUE, text).some((id) => id.startsWith('water')),
      text,
    )
  for (const text of ['Итог', 'Итальянская пекарня'])
    t.notOk(suggest(CATALOGUE, text).includes('waste-ecology.animals'), text)
})

t.test('the shipped examples of all topics find their topic among the first three', async (t) => {
  const missed = categories.flatMap(({ id, ...c }) => {
    const example = (c as { example?: Record<string, string> }).example
    if (!example) return []
    return Object.values(example)
      .filter((text) => !suggest(CATALOGUE, text).includes(id))
      .map((text) => `${id}: ${text}`)
  })
  t.comment(missed.join('\n'))
  t.ok(missed.length <= 31, `${missed.length} of the examples`)
})
