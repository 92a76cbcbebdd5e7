import t from 'tap'
import { masked } from '../../shared/domain/moderation.ts'

t.test('words are masked whatever their letters and spaces, and only they', async (t) => {
  t.equal(masked('Директор Иванов П. С. кричал. ИВАНОВ  П. С.!', ['иванов п. с.']), 'Директор █████ кричал. █████!')
  t.equal(masked('Қайрат айтты, қАЙРАТ кетті', ['Қайрат']), '█████ айтты, █████ кетті')
  t.equal(masked('тел. +7 (701) 123-45-67', ['+7 (701) 123-45-67']), 'тел. █████')
  t.equal(masked('a.b a-b a/b', ['a.b', 'a/b']), '█████ a-b █████', 'no letter of it is a pattern')
  t.equal(masked('Ахметова и Ахметов', ['Ахметов', 'Ахметова']), '█████ и █████', 'the longer one leaves nothing over')
  t.equal(masked('[x] (y) {z} ^$ | ? * + \\', ['[x] (y) {z} ^$ | ? * + \\']), '█████')
  t.equal(masked(null, ['x']), null)
  t.equal(masked('x', []), 'x')
})
