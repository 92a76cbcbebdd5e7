import t from 'tap'
import { findOutgoingNumbers, letterBranch, outgoingNumber, parseOutgoingNumber } from '../../shared/domain/outgoing.ts'

t.test('the shape, for every level of branch', async (t) => {
  t.equal(outgoingNumber('KZ-39', 2026, 123), '39-26/000123')
  t.equal(outgoingNumber('KZ-39-3924', 2026, 1), '39-3924-26/000001')
  t.equal(outgoingNumber('KZ', 2027, 999_999), 'KZ-27/999999')
  t.equal(outgoingNumber('39', 26, 1_234_567), '39-26/1234567', 'grows rather than run out')
  t.equal(letterBranch('KZ-39'), '39')
  t.equal(letterBranch('KZ'), 'KZ')
})

t.test('what is written is read back, and different letters have different numbers', async (t) => {
  const seen = new Set<string>()
  for (const branch of ['KZ', 'KZ-39', 'KZ-10', 'KZ-39-3924', 'KZ-75']) {
    for (const year of [2026, 2027, 2099]) {
      for (const serial of [1, 9, 123, 999_999, 1_000_000, 999_999_999]) {
        const number = outgoingNumber(branch, year, serial)
        seen.add(number)
        t.same(parseOutgoingNumber(number), { number, branch: letterBranch(branch), year, serial })
      }
    }
  }
  t.equal(seen.size, 5 * 3 * 6)
})

t.test('as offices write it', async (t) => {
  for (const text of [
    '39-26/000123',
    ' 39 – 26 / 000123 ',
    '39—26/000123',
    '39‑26⁄000123',
    'исх. № 39-26/000123',
    'Исх.№39-26/000123',
    'шығ. № 39-26/000123',
    '№ 39-26/000123',
    'No. 39-26/000123',
    '３９-２６/０００１２３',
  ]) {
    t.equal(parseOutgoingNumber(text)?.number, '39-26/000123', text)
  }
  t.equal(parseOutgoingNumber('kz-26/000001')?.number, 'KZ-26/000001')
})

t.test('what is none', async (t) => {
  for (const text of ['', '39-26/123', '39-26-000123', '39/26/000123', '39-26/000000', '39-26/0000123', '-26/000123']) {
    t.equal(parseOutgoingNumber(text), null, text)
  }
  t.equal(parseOutgoingNumber(`39-26/${'0'.repeat(100)}1`), null)
  for (const branch of ['', 'KZ-', '39/1', 'Қостанай'])
    t.throws(() => outgoingNumber(branch, 2026, 1), RangeError, branch)
  for (const serial of [0, -5, 0.5, 1_000_000_000]) t.throws(() => outgoingNumber('KZ-39', 2026, serial), RangeError)
  for (const year of [-1, 10_000, 20.5]) t.throws(() => outgoingNumber('KZ-39', year, 1), RangeError)
})

t.test('numbers inside a reply', async (t) => {
  t.same(findOutgoingNumbers('На ваш исх. № 39-26/000123 от 20.11.2026 и 39-3924–26/000007 сообщаем'), [
    '39-26/000123',
    '39-3924-26/000007',
  ])
  t.same(findOutgoingNumbers('вх. 12/345, 39-26/00012'), [])
  t.same(findOutgoingNumbers('39-26/000123 39-26/000123'), ['39-26/000123'])
  const many = Array.from({ length: 30 }, (_, n) => outgoingNumber('KZ-39', 2026, n + 1))
  t.equal(findOutgoingNumbers(many.join('\n')).length, 20)
})
