import { inflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { harmless } from '../../server/csv.ts'
import { csvOf } from '../../server/export/csv.ts'
import type { Table } from '../../server/export/table.ts'
import { xlsxOf } from '../../server/export/xlsx.ts'

const HOSTILE = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  " =cmd|'/C calc'!A0",
  '\u00a0=1',
  '\ufeff=1',
  '=HYPERLINK("http://evil.example";"x")',
  '＝1+1',
  '|calc',
  '%0A=1',
  'a","=1',
  '"=1"',
  'plain; =1',
]

const table = (rows: Table['rows'], title = 'Тест'): Table => ({
  name: 'test',
  title,
  zone: 'Asia/Almaty',
  columns: [
    { title: 'Атауы', kind: 'text' },
    { title: 'Саны', kind: 'count' },
    { title: 'Үлесі', kind: 'share' },
    { title: 'Күні', kind: 'date' },
    { title: '=Сәті', kind: 'instant' },
  ],
  rows,
})
const AT = Date.parse('2026-11-21T09:00:00+05:00')

t.test('a CSV reads back as it was, knows its letters, and no cell of it is a formula', async (t) => {
  const csv = csvOf(
    table([...HOSTILE.map((text) => [text, -3, 0.964444, '2026-11-21', AT]), [null, null, null, null, null]]),
  )
  t.ok(csv.startsWith('\ufeff'), 'by its mark')
  t.ok(csv.endsWith('\r\n'))
  const [head, ...rows] = parse(csv, { bom: true, record_delimiter: '\r\n' }) as string[][]
  t.same(head, ['Атауы', 'Саны', 'Үлесі', 'Күні', "'=Сәті"])
  HOSTILE.forEach((text, i) => {
    t.same(rows[i]!.slice(1), ['-3', '0.9644', '2026-11-21', '2026-11-21T09:00:00+05:00'])
    t.equal(rows[i]![0]!.replace(/^'/, ''), text)
    t.notMatch(rows[i]![0], /^[\s\u00a0\ufeff]*[=+\-@|%＝]/, JSON.stringify(text))
  })
  t.same(rows.at(-1), ['', '', '', '', ''])
  t.equal(harmless('Қостанай облысы'), 'Қостанай облысы')
})

/** The files of a zip, by its central directory. */
function unzip(zip: Buffer): Map<string, string> {
  const files = new Map<string, string>()
  const end = zip.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  let at = zip.readUInt32LE(end + 16)
  for (let n = zip.readUInt16LE(end + 10); n > 0; n--) {
    const [method, size, name, extra, comment, local] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
      zip.readUInt32LE(at + 42),
    ]
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const bytes = zip.subarray(from, from + size)
    files.set(
      zip.toString('utf8', at + 46, at + 46 + name),
      (method === 0 ? bytes : inflateRawSync(bytes)).toString('utf8'),
    )
    at += 46 + name + extra + comment
  }
  return files
}

t.test('an XLSX has a sheet for each table, words as words, numbers as numbers, local times', async (t) => {
  const long = 'Өңірлер: уақытында берілген жауап [30 күн]'
  const files = unzip(
    await xlsxOf([
      table([
        ...HOSTILE.map((text) => [text, 3, 0.5, '2026-11-21', AT]),
        ['a\u0000\u0008\ud800b', null, null, null, null],
      ]),
      table([], long),
      table([], long),
    ]),
  )
  const sheet = files.get('xl/worksheets/sheet1.xml')!
  t.notMatch(sheet, /<f[ >]/, 'no formula')
  t.equal(sheet.match(/<row/g)?.length, HOSTILE.length + 2)
  const words = files.get('xl/sharedStrings.xml') ?? sheet
  t.ok(words.includes('=1+1'), 'the words are as they were')
  t.ok(words.includes('&apos;/C calc') || words.includes("'/C calc"))
  t.notOk(words.includes(String.fromCharCode(0)) || words.includes(String.fromCharCode(8)))
  t.ok(words.includes('>ab<'), 'and what XML cannot hold is left out')
  // 21 November 2026, 09:00 as days since 30 December 1899
  t.match(sheet, '46347.375')
  const names = [...files.get('xl/workbook.xml')!.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => name!)
  t.equal(new Set(names).size, 3)
  for (const name of names) t.ok(name.length <= 31 && !/[[\]:*?/\\]/.test(name), name)
})
