import t from 'tap'
import { caseNumber, dammDigit, parseCaseNumber } from '../../shared/domain/number.ts'

const SAMPLES = [
  caseNumber('39', 2026, 4127),
  caseNumber('10', 2026, 1),
  caseNumber('75', 2027, 9_999_999),
  caseNumber('00', 2030, 1_000_000),
  caseNumber('79', 2026, 12_345_678),
]

t.test('the shape', async (t) => {
  t.match(caseNumber('39', 2026, 4127), /^39-26-0004127-\d$/)
  t.equal(caseNumber('39', 26, 4127), caseNumber('39', 2026, 4127), 'the year in two digits or in four')
  t.equal(dammDigit('572'), '4', 'the published example of the algorithm')
  t.equal(dammDigit('5724'), '0', 'a number with its own check digit gives 0')
  t.equal(dammDigit(''), '0')
  t.match(caseNumber('79', 2026, 123_456_789), /^79-26-123456789-\d$/, 'the serial grows rather than run out')
})

t.test('what is written is read back', async (t) => {
  let seed = 7
  for (let n = 0; n < 2000; n++) {
    seed = (seed * 48_271) % 2_147_483_647
    const serial = (seed % (n % 2 ? 9_999_999 : 999_999_999)) + (n % 2 ? 0 : 1)
    const region = String(seed % 100).padStart(2, '0')
    const year = 2000 + (seed % 100)
    const number = caseNumber(region, year, Math.max(1, serial))
    const parsed = parseCaseNumber(number)
    if (
      parsed?.number !== number ||
      parsed.region !== region ||
      parsed.year !== year ||
      parsed.serial !== Math.max(1, serial)
    ) {
      t.fail(`${number} was read as ${JSON.stringify(parsed)}`)
    }
  }
})

t.test('every single wrong digit is found', async (t) => {
  for (const number of SAMPLES) {
    t.equal(parseCaseNumber(number)?.number, number)
    for (let at = 0; at < number.length; at++) {
      if (number[at] === '-') continue
      for (const digit of '0123456789') {
        if (digit === number[at]) continue
        const wrong = number.slice(0, at) + digit + number.slice(at + 1)
        if (parseCaseNumber(wrong) !== null) t.fail(`${wrong} passes for ${number}`)
      }
    }
  }
})

t.test('every swap of neighbouring digits is found, across the dashes too', async (t) => {
  let swaps = 0
  for (const number of SAMPLES) {
    const digits = number.replaceAll('-', '')
    const serialEnds = digits.length - 1
    for (let at = 0; at + 1 < digits.length; at++) {
      if (digits[at] === digits[at + 1]) continue
      const wrong = digits.slice(0, at) + digits[at + 1] + digits[at] + digits.slice(at + 2)
      const dashed = [wrong.slice(0, 2), wrong.slice(2, 4), wrong.slice(4, serialEnds), wrong.slice(serialEnds)].join(
        '-',
      )
      swaps++
      if (parseCaseNumber(wrong) !== null || parseCaseNumber(dashed) !== null) t.fail(`${wrong} passes for ${digits}`)
    }
  }
  t.ok(swaps > 20)
})

t.test('the Damm digit itself: every error of both kinds over all rows of three digits', async (t) => {
  let missed = 0
  for (let n = 0; n < 1000; n++) {
    const digits = String(n).padStart(3, '0')
    const full = digits + dammDigit(digits)
    for (let at = 0; at < 4; at++) {
      for (const digit of '0123456789') {
        if (digit !== full[at] && dammDigit(full.slice(0, at) + digit + full.slice(at + 1)) === '0') missed++
      }
      if (at < 3 && full[at] !== full[at + 1]) {
        if (dammDigit(full.slice(0, at) + full[at + 1] + full[at] + full.slice(at + 2)) === '0') missed++
      }
    }
  }
  t.equal(missed, 0)
})

t.test('as people write it', async (t) => {
  const number = caseNumber('39', 2026, 4127)
  const [region, year, serial, check] = number.split('-')
  const digits = `${region}${year}${serial}${check}`
  const spellings = [
    number,
    digits,
    ` ${number}\n`,
    `${region} ${year} ${serial} ${check}`,
    `${region}–${year}–${serial}–${check}`,
    `${region}—${year}—${serial}—${check}`,
    `${region}‑${year}‑${serial}‑${check}`,
    `${region}−${year}−${serial}−${check}`,
    `${region} - ${year} - ${serial} - ${check}`,
    `${region}\u00a0${year}\u2009${serial}\u202f${check}`,
    `№ ${number}`,
    `№${number}`,
    `#${number}`,
    `No. ${number}`,
    [...digits].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join(''),
    `${region}-${year}-${serial!.slice(0, 4)} ${serial!.slice(4)}-${check}`,
  ]
  for (const spelling of spellings) t.equal(parseCaseNumber(spelling)?.number, number, JSON.stringify(spelling))
})

t.test('what is none', async (t) => {
  const number = caseNumber('39', 2026, 4127)
  const digits = number.replaceAll('-', '')
  const none = ['', '-', '№', 'abc', digits.slice(1), `${digits}0`, `0${digits}`, `x${number}`, `${number}x`]
  none.push([...digits].map((digit) => String.fromCharCode(0x660 + Number(digit))).join(''), '9'.repeat(100_000))
  none.push(`39-26-0000000-${dammDigit('39260000000')}`, `39-26-00004127-${dammDigit('392600004127')}`)
  for (const text of none) t.equal(parseCaseNumber(text), null, text.slice(0, 40))
})

t.test('what cannot be written throws', async (t) => {
  for (const region of ['3', '390', 'KZ', '', '٣٩']) t.throws(() => caseNumber(region, 2026, 1), RangeError, region)
  for (const serial of [0, -1, 1.5, Number.NaN, 1_000_000_000])
    t.throws(() => caseNumber('39', 2026, serial), RangeError)
  for (const year of [-1, 10_000, 20.26]) t.throws(() => caseNumber('39', year, 1), RangeError)
})
