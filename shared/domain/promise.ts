import { addMonths, addWorkingDays, type Calendar } from './calendar.ts'
import { addDays, isDate } from './date.ts'

/** A date that a text names, with the sentence it stands in. Nobody has promised anything by it until a person says so. */
export interface FoundPromise {
  readonly sentence: string
  /** Local date. */
  readonly dueOn: string
}

/** Longer answers are read to here. */
const LONGEST = 50_000
const MOST = 20
/** Dates looked at; a text with more of them is a table, not an answer. */
const MOST_LOOKED_AT = 300
const SENTENCE = 300
const FARTHEST_DAYS = 3_660

const MONTHS: readonly (readonly [n: number, stems: string])[] = [
  [1, 'января|қаңтар|january|jan'],
  [2, 'февраля|ақпан|february|feb'],
  [3, 'марта|наурыз|march|mar'],
  [4, 'апреля|сәуір|april|apr'],
  [5, 'мая|мамыр|may'],
  [6, 'июня|маусым|june|jun'],
  [7, 'июля|шілде|july|jul'],
  [8, 'августа|тамыз|august|aug'],
  [9, 'сентября|қыркүйек|september|sept|sep'],
  [10, 'октября|қазан|october|oct'],
  [11, 'ноября|қараша|november|nov'],
  [12, 'декабря|желтоқсан|december|dec'],
]
const MONTH_OF = new Map(MONTHS.flatMap(([n, stems]) => stems.split('|').map((stem) => [stem, n] as const)))
const MONTH = MONTHS.map(([, stems]) => stems).join('|')

/** Numbers as words, as far as terms are written with them. */
const WORDS: Readonly<Record<string, number>> = {
  ...{ одного: 1, одной: 1, двух: 2, трех: 3, трёх: 3, четырех: 4, четырёх: 4, пяти: 5, семи: 7, десяти: 10 },
  ...{ пятнадцати: 15, двадцати: 20, тридцати: 30 },
  ...{ бір: 1, екі: 2, үш: 3, төрт: 4, бес: 5, жеті: 7, 'он бес': 15, он: 10, жиырма: 20, отыз: 30 },
  ...{ one: 1, two: 2, three: 3, four: 4, five: 5, seven: 7, ten: 10, fifteen: 15, twenty: 20, thirty: 30, a: 1 },
}
const NUMBER = `(\\d{1,3}|${Object.keys(WORDS).join('|')})(?:\\s*\\([^()\\n]{1,30}\\))?`
const ROMAN: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4, '1': 1, '2': 2, '3': 3, '4': 4 }
const QUARTER = '(iv|i{1,3}|[1-4])'

/** \b knows no Cyrillic letters. */
const words = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'giu')
/** Kazakh words carry their case as an ending. */
const ENDING = '(?:[а-яәғқңөұүһі]{0,6})'

interface Now {
  readonly from: string
  readonly calendar: Calendar
}
type Read = (found: RegExpMatchArray, now: Now) => string | null

const two = (n: number) => String(n).padStart(2, '0')
const lastOf = (year: number, month: number) => addDays(addMonths(`${year}-${two(month)}-01`, 1), -1)
const yearIn = (text: string | undefined): number | null =>
  text === undefined ? null : text.length === 2 ? 2000 + Number(text) : Number(text)

/** The day, or the next one of that name where no year is said. */
function dayOf(day: number, month: number, year: number | null, from: string): string | null {
  const written = (y: number) => `${y}-${two(month)}-${two(day)}`
  if (year !== null) return isDate(written(year)) ? written(year) : null
  const first = Number(from.slice(0, 4))
  return [first, first + 1].map(written).find((date) => isDate(date) && date >= from) ?? null
}

function endOfMonth(month: number, year: number | null, from: string): string {
  const own = Number(from.slice(0, 4))
  return lastOf(year ?? (lastOf(own, month) >= from ? own : own + 1), month)
}

const monthIn = (text: string) => MONTH_OF.get(text.toLowerCase()) ?? 0
const numberIn = (text: string | undefined) =>
  text === undefined ? 1 : (WORDS[text.toLowerCase().replace(/\s+/g, ' ')] ?? Number(text))

function term(n: number, unit: string, { from, calendar }: Now): string | null {
  if (!Number.isInteger(n) || n < 1 || n > 366) return null
  if (/^(?:рабоч|жұмыс|working|business)/iu.test(unit)) return addWorkingDays(calendar, from, n)
  if (/^(?:недел|апта|week)/iu.test(unit)) return addDays(from, 7 * n)
  if (/^(?:месяц|ай|month)/iu.test(unit)) return addMonths(from, n)
  if (/^(?:час|сағат|hour)/iu.test(unit)) return addDays(from, Math.ceil(n / 24))
  return addDays(from, n)
}

const RU_UNIT =
  '(рабоч\\p{L}+ дн\\p{L}+|календарн\\p{L}+ дн\\p{L}+|дн\\p{L}+|сут\\p{L}+|недел\\p{L}+|месяц\\p{L}*|час\\p{L}*)'
const KK_UNIT = '(жұмыс күн\\p{L}*|күнтізбелік күн\\p{L}*|күн\\p{L}*|тәулік\\p{L}*|апта\\p{L}*|ай\\p{L}*|сағат\\p{L}*)'
const EN_UNIT = '(working days?|business days?|calendar days?|days?|weeks?|months?|hours?)'

/** Each way to name a day; what an earlier one has read no later one reads again. */
const WAYS: readonly (readonly [RegExp, Read])[] = [
  [words('(20\\d\\d)-(\\d\\d)-(\\d\\d)'), ([, y, m, d], { from }) => dayOf(Number(d), Number(m), Number(y), from)],
  [
    words('(\\d{1,2})[./-](\\d{1,2})[./-](20\\d\\d|\\d\\d)'),
    ([, d, m, y], { from }) => dayOf(Number(d), Number(m), yearIn(y), from),
  ],
  // end of a month, a quarter, a year
  [
    words(`до конца (?:(${MONTH})|месяца|(?:текущего )?года)(?: (20\\d\\d))?`),
    ([all, month, year], { from }) => endOf(all!, month, year, from),
  ],
  [words('до конца (20\\d\\d)'), ([, year]) => `${year}-12-31`],
  [
    words(`(?:(20\\d\\d) жыл(?:дың|ғы) )?(?:(${MONTH})|осы ай|осы жыл)${ENDING}(?: айының)? (?:соңына|аяғына)`),
    ([all, year, month], { from }) => endOf(all!, month, year, from),
  ],
  [words('(20\\d\\d) жылдың (?:соңына|аяғына)'), ([, year]) => `${year}-12-31`],
  [words('(?:жыл|жылдың) (?:соңына|аяғына)'), (_, { from }) => `${from.slice(0, 4)}-12-31`],
  [words('(?:ай|айдың) (?:соңына|аяғына)'), (_, { from }) => endOfMonth(Number(from.slice(5, 7)), null, from)],
  [
    words(`end of (?:(${MONTH})|(?:the |this )?(?:month|year))(?:,? (20\\d\\d))?`),
    ([all, month, year], { from }) => endOf(all!, month, year, from),
  ],
  [words('end of (20\\d\\d)'), ([, year]) => `${year}-12-31`],
  [words(`${QUARTER}(?:-?\\p{L}{1,2})? квартал\\p{L}*(?: (20\\d\\d))?`), ([, q, y], { from }) => quarter(q!, y, from)],
  [
    words(`(20\\d\\d) жылдың ${QUARTER}(?:-\\p{L}{1,3})? тоқсан${ENDING}`),
    ([, y, q], { from }) => quarter(q!, y, from),
  ],
  [words('q([1-4])(?: (20\\d\\d))?'), ([, q, y], { from }) => quarter(q!, y, from)],
  // 2026 жылғы 15 желтоқсан, 15 желтоқсан 2026
  [
    words(`(20\\d\\d)\\s?(?:жылғы|жылдың|ж\\.)\\s?(\\d{1,2})[- ](${MONTH})${ENDING}`),
    ([, y, d, m], { from }) => dayOf(Number(d), monthIn(m!), Number(y), from),
  ],
  // 15 декабря 2026, 15th of December 2026; the year may follow a comma
  [
    words(
      `«?(\\d{1,2})»?(?:st|nd|rd|th|-?го|-?е)?(?: of)?[ \\u00a0](${MONTH})${ENDING}\\.?(?:,?[ \\u00a0](20\\d\\d))?`,
    ),
    ([, d, m, y], { from }) => dayOf(Number(d), monthIn(m!), yearIn(y), from),
  ],
  [
    words(`(${MONTH})\\.?[ \\u00a0](\\d{1,2})(?:st|nd|rd|th)?(?:,?[ \\u00a0](20\\d\\d))?`),
    ([, m, d, y], { from }) => dayOf(Number(d), monthIn(m!), yearIn(y), from),
  ],
  // terms
  [words(`в течени[еи] (?:${NUMBER} )?${RU_UNIT}`), ([, n, unit], now) => term(numberIn(n), unit!, now)],
  [
    words('в (\\d{1,3})-?(?:\\p{L}{1,2}[- ]?)?(дневн|недельн|месячн)\\p{L}+ срок'),
    ([, n, unit], now) =>
      term(Number(n), unit === 'дневн' ? 'дней' : unit!.replace('ельн', 'ел').replace('чн', 'ц'), now),
  ],
  [words(`${NUMBER} ${KK_UNIT} ішінде`), ([, n, unit], now) => term(numberIn(n), unit!, now)],
  [words(`(?:within|in) ${NUMBER} ${EN_UNIT}`), ([, n, unit], now) => term(numberIn(n), unit!, now)],
]

function endOf(all: string, month: string | undefined, year: string | undefined, from: string): string {
  if (month) return endOfMonth(monthIn(month), yearIn(year), from)
  const ofYear = /год|жыл|year/iu.test(all)
  return ofYear ? `${from.slice(0, 4)}-12-31` : endOfMonth(Number(from.slice(5, 7)), null, from)
}

function quarter(q: string, year: string | undefined, from: string): string {
  return endOfMonth((ROMAN[q.toLowerCase()] ?? 4) * 3, yearIn(year), from)
}

/** What makes a date one of a letter, of a law or of the past, not of a promise. */
const OF_A_PAPER =
  /(?:(?<![\p{L}\p{N}])(?:от|с|со|dated|since|№|исх|вх|закон\p{L}*|приказ\p{L}*|redaction)\.?\s*(?:№\s*\S+\s*(?:от)?\s*)?)$/iu
const KK_OF_A_PAPER = /^(?:\s*(?:ж\.|г\.))?\s*(?:күнгі|№)/iu

/** A day of a month without a year. */
const YEARLESS = new RegExp(`^[^\\p{L}]*\\d{1,2}\\P{N}*(?:${MONTH})\\P{N}*$|^(?:${MONTH})\\P{N}*\\d{1,2}\\P{N}*$`, 'iu')
/** What says that the day is still to come: a word at the date, or a verb or noun of what is planned. */
const UNTIL = /(?<!\p{L})(?:до|к|ко|не\s+поз(?:днее|же)|by|before|until|till|than)\s*[:«"]?\s*$/iu
const KK_UNTIL = /^[\s»".]*(?:ж\.|жыл\p{L}*|г\.|года?)?\s*(?:дейін|шейін|кешіктірмей|қарай)/iu
const TO_COME =
  /(?<!\p{L})(?:буд(?:ет|ут|ем)|план|запланир|намеч|назнач|предусм|ожида|обязу|обеща|срок|следующ|will|shall|plan|schedul|due|next|promis|жоспар|белгілен|мерзім|келесі|\p{L}{3,}(?:ады|еді|йды|йді)(?!\p{L}))/iu
const DONE = words(
  [
    '(?:выполн|заверш|устран|восстановл|исправл|произвед|провед|подключ|включ|очищ|установл|замен|законч|вывез|направл|рассмотр)[её]н[аоы]?',
    '(?:отремонтирова|задела|залата|сдела|убра)н[аоы]?',
    '(?:выполни|заверши|устрани|восстанови|исправи|произве|прове|подключи|очисти|установи|замени|закончи|отремонтирова|задела|сдела|убра)л[аио]?',
    '\\p{L}{3,}(?:лды|лді|нды|нді)',
    '(?:was|were|has been|have been) \\p{L}+',
  ].join('|'),
)

/** Whether the words around a day tell of what has been done on it. A day whose name was here lately is likelier that one. */
function isPast(text: string, start: number, end: number, dueOn: string, from: string): boolean {
  const before = text.slice(Math.max(0, start - SENTENCE), start)
  const after = text.slice(end, end + SENTENCE)
  if (UNTIL.test(before.slice(-20)) || KK_UNTIL.test(after.slice(0, 30))) return false
  const [own, rest] = [before.split(CLAUSE).at(-1)!, after.split(CLAUSE)[0]!]
  const clause = `${own}${text.slice(start, end)}${rest}`
  if (TO_COME.test(clause)) return false
  const lately = dueOn > addDays(from, 183) && YEARLESS.test(text.slice(start, end))
  return lately || clause.search(DONE) >= 0
}

/**
 * The days a text names that lie on or after `from` (local date of its arrival), with their sentences, earliest first.
 * Kazakh, Russian and English; terms ("within ten working days") are counted from `from` in the calendar.
 */
export function findPromises(text: string, from: string, calendar: Calendar): FoundPromise[] {
  const read = text.slice(0, LONGEST)
  const now: Now = { from, calendar }
  const farthest = addDays(from, FARTHEST_DAYS)
  const taken: { start: number; end: number }[] = []
  const found: (FoundPromise & { at: number })[] = []
  for (const [way, dayIn] of WAYS) {
    for (const match of read.matchAll(way)) {
      if (taken.length === MOST_LOOKED_AT) break
      const [start, end] = [match.index, match.index + match[0].length]
      if (taken.some((t) => start < t.end && end > t.start)) continue
      taken.push({ start, end })
      if (OF_A_PAPER.test(read.slice(Math.max(0, start - 40), start)) || KK_OF_A_PAPER.test(read.slice(end, end + 12)))
        continue
      const dueOn = dayIn(match, now)
      if (dueOn === null || dueOn < from || dueOn > farthest || isPast(read, start, end, dueOn, from)) continue
      const sentence = sentenceAt(read, start, end)
      if (!found.some((f) => f.dueOn === dueOn && f.sentence === sentence)) found.push({ sentence, dueOn, at: start })
    }
  }
  return found
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.at - b.at))
    .slice(0, MOST)
    .map(({ sentence, dueOn }) => ({ sentence, dueOn }))
}

/** Where one thing that is said ends and another begins, roughly. */
const CLAUSE = /[,;!?…]\s|\n\s*\n|(?<=[\p{L}\p{N})»"]{2})\.\s+(?=[\p{Lu}«"])/u

/** A full stop ends a sentence before a capital letter, unless it only shortens a word ('г. Костанай', 'ул. Абая'). */
const STOP = /[!?…]\s|\n\s*\n|\n(?=\s*[-–•*\d])|(?<=[\p{L}\p{N})»"]{2})\.\s+(?=[\p{Lu}«"])|;\s/gu
const SHORT = /(?:^|[\s(])(?:ул|пр|обл|тел|стр|пос|мкр|им|тг|млн|руб|көш|ауд|қ|ж|г)$/iu

function sentenceAt(text: string, start: number, end: number): string {
  const before = text.slice(Math.max(0, start - SENTENCE), start)
  const after = text.slice(end, end + SENTENCE)
  let from = 0
  for (const stop of before.matchAll(STOP))
    if (!SHORT.test(before.slice(0, stop.index))) from = stop.index + stop[0].length
  let to = after.length
  for (const stop of after.matchAll(STOP)) {
    if (SHORT.test(after.slice(0, stop.index)) && stop.index > 3) continue
    to = stop.index + 1
    break
  }
  const sentence = `${before.slice(from)}${text.slice(start, end)}${after.slice(0, to)}`.replace(/\s+/g, ' ').trim()
  return sentence.length <= SENTENCE ? sentence : `${sentence.slice(0, SENTENCE - 1)}…`
}
