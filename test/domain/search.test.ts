import t from 'tap'
import { MOST_QUERY_TOKENS, MOST_TOKENS, queryTokens, tokens } from '../../shared/domain/search.ts'

t.test('one place, every spelling', async (t) => {
  const spellings: string[][] = [
    ['Қостанай', 'Костанай', 'Qostanai', 'Qostanay', 'Kostanay', 'KOSTANAI', 'қостанай', 'Ko\u0441\u0442анай'],
    ['Рудный', 'Rudny', 'Rudnyy', 'Rudniy', 'РУДНЫЙ'],
    ['Арқалық', 'Аркалык', 'Arkalyk', 'Arqalyq', 'Arqalıq'],
    ['Ақтау', 'Актау', 'Aktau', 'Aqtau'],
    ['Шымкент', 'Shymkent', 'Şymkent', 'Chimkent'.replace('Ch', 'Sh')],
    ['Жезқазған', 'Жезказган', 'Zhezkazgan', 'Jezqazğan'],
    ['Өскемен', 'Оскемен', 'Öskemen', 'Oskemen'],
    ['Ұлытау', 'Улытау', 'Ulytau', 'Ūlytau'],
    ['Хромтау', 'Khromtau', 'Hromtau'],
    ['Есіл', 'Есиль', 'Yesil', 'Esil'],
    ['Экибастуз', 'Екібастұз', 'Ekibastuz'],
    ['Маңғыстау', 'Мангыстау', 'Mangystau'],
    ['Балқаш', 'Балхаш'.replace('х', 'к'), 'Balqash'],
    ['съезд', 'sʹezd', "s'ezd", 'sezd'],
    ['вода', 'voda'],
    ['площадь', 'ploshchad', "ploshchad'"],
    ['Ёлка', 'елка', 'elka'],
    ['Һәм', 'хам', 'häm'],
    ['Юбилейный', 'Yubileyny', 'Iubileinyi'],
  ]
  for (const [first, ...others] of spellings) {
    const skeleton = tokens(first!)
    t.equal(skeleton.length, 1, String(first))
    for (const other of others) t.same(tokens(other), skeleton, `${first} = ${other}`)
  }
})

t.test('different words stay different', async (t) => {
  const words = [
    'жылу',
    'су',
    'жарық',
    'жол',
    'қоқыс',
    'отопление',
    'вода',
    'свет',
    'дорога',
    'мусор',
    'школа',
    'больница',
    'heating',
    'water',
  ]
  const skeletons = words.map((word) => tokens(word).join(' '))
  t.equal(new Set(skeletons).size, words.length, skeletons.join(', '))
})

t.test('words, digits, order, once each', async (t) => {
  t.same(tokens('14 үйде жылу жоқ, 14 үй!'), ['14', 'uide', 'jilu', 'jok', 'ui'])
  t.same(tokens('мкр 5, дом 100'), ['mkr', '5', 'dom', '100'], 'digits are kept as they are')
  t.same(tokens('39-26-0004127-3'), ['39', '26', '0004127', '3'])
  t.same(tokens('дом12а'), ['dom', '12'], 'letters and digits part; single letters go')
  t.same(tokens('а и в'), [])
  t.same(tokens('ъь'), [])
  t.same(tokens(''), [])
  t.same(tokens('  \n\t… — ! '), [])
  t.same(tokens('ﬁre １２'), ['fire', '12'], 'NFKC')
  t.same(tokens('кафе́ café'), ['kafe', 'tsafe'])
  t.same(tokens('и\u0306од'), tokens('йод'), 'composed and decomposed letters are the same')
})

t.test('never something that a query language could read', async (t) => {
  for (const text of [
    "a'b & c | !d <-> e:*",
    '"); drop table',
    'x\u0000y',
    '(foo) \\ bar',
    '😀 emoji 👍🏽',
    '水が 出ない',
    'ماء',
  ]) {
    for (const token of tokens(text)) t.match(token, /^[\p{L}\p{N}\p{M}]+$/u, token)
  }
  t.same(tokens('水が 出ない'), ['水か', '出ない'])
})

t.test('bounded', async (t) => {
  const many = Array.from({ length: 2000 }, (_, n) => `сөз${String.fromCharCode(0x430 + (n % 30))}${n}`).join(' ')
  t.equal(tokens(many).length, MOST_TOKENS)
  t.equal(queryTokens(many).length, MOST_QUERY_TOKENS)
  t.same(tokens('бір екі үш', 2), ['bir', 'eki'])
  t.ok(tokens('абвг'.repeat(10_000)).every((token) => token.length <= 40))
  t.ok(tokens('1'.repeat(100_000)).every((token) => token.length <= 40))
  const start = process.hrtime.bigint()
  tokens('қ'.repeat(1_000_000))
  tokens("а'".repeat(500_000))
  t.ok(Number(process.hrtime.bigint() - start) / 1e6 < 1000, 'hostile text is quick')
})

t.test('idempotent: a skeleton of a skeleton is itself', async (t) => {
  const text = 'Қостанай Рудный щётка площадь съезд Өскемен цирк чай юг яма Есіл химия'
  t.same(tokens(tokens(text).join(' ')), tokens(text))
})
