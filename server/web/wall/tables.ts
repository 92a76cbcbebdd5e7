import type { WallView } from '../../../shared/contract/wall.ts'
import type { Lang } from '../../../shared/domain/text.ts'
import { formatDate, say, t } from '../../../shared/i18n/format.ts'
import type { Column, Kind, Table } from '../../export/table.ts'
import type { Reference } from '../../reference.ts'

const TABLES = ['now', 'regions', 'days', 'answers', 'rising', 'bodies', 'instructions', 'burning'] as const
export type TableName = (typeof TABLES)[number]

type ColumnName = Parameters<typeof column>[1]

/** The tables behind the wall, in the order of the wall. */
export function wallTables(lang: Lang, wall: WallView, reference: Reference, zone: string): Table[] {
  return TABLES.map((name) => ({
    name,
    title: t(lang, `page.wall.table.${name}`),
    zone,
    ...MAKE[name](lang, wall, reference),
  }))
}

type Made = Pick<Table, 'columns' | 'rows' | 'note'>

const MAKE: Readonly<Record<TableName, (lang: Lang, wall: WallView, reference: Reference) => Made>> = {
  now: (lang, { standing, due, month }) => ({
    columns: columns(lang, [
      ['figure', 'text'],
      ['value', 'amount'],
    ]),
    rows: [
      [`${t(lang, 'page.wall.onTime')}, ${t(lang, 'page.wall.days30')}, %`, share100(month.response.share)],
      [t(lang, 'page.wall.column.judged'), month.response.n],
      [`${t(lang, 'page.wall.column.half')}, ${t(lang, 'page.wall.minutes')}`, month.medianMinutes],
      [t(lang, 'page.wall.column.reported'), month.reported],
      [t(lang, 'page.wall.open'), standing.open],
      [t(lang, 'page.wall.column.unanswered'), standing.unanswered],
      [t(lang, 'page.wall.due', { when: formatDate(lang, due.date) }), due.n],
      [t(lang, 'page.wall.overdue'), standing.overdue],
      [t(lang, 'page.wall.raised'), standing.raised],
      [t(lang, 'page.wall.silent'), standing.silent],
    ],
  }),
  regions: (lang, { regions }) => ({
    note: t(lang, 'page.wall.note.share'),
    columns: columns(lang, [
      ['region', 'text'],
      ['open', 'count'],
      ['unanswered', 'count'],
      ['overdue', 'count'],
      ['raised', 'count'],
      ['silent', 'count'],
      ['judged', 'count'],
      ['share', 'share'],
      ['low', 'share'],
      ['high', 'share'],
    ]),
    rows: regions.map(({ name, standing: s, response: r }) => [
      name[lang],
      s.open,
      s.unanswered,
      s.overdue,
      s.raised,
      s.silent,
      r.n,
      r.share,
      r.low,
      r.high,
    ]),
  }),
  days: (lang, { days }) => ({
    columns: columns(lang, [
      ['date', 'date'],
      ['reported', 'count'],
      ['met', 'count'],
      ['missed', 'count'],
      ['closed', 'count'],
      ['half', 'minutes'],
    ]),
    rows: [...days].reverse().map((d) => [d.date, d.reported, d.met, d.missed, d.closed, d.medianMinutes]),
  }),
  answers: (lang, { answers }) => ({
    columns: columns(lang, [
      ['upTo', 'text'],
      ['answers', 'count'],
    ]),
    rows: answers.map(({ upTo, n }) => [upTo === null ? t(lang, 'page.wall.beyond') : String(upTo), n]),
  }),
  rising: (lang, { rising }) => ({
    note: t(lang, 'page.wall.note.rising'),
    columns: columns(lang, [
      ['category', 'text'],
      ['today', 'count'],
      ['usual', 'amount'],
      ['chance', 'text'],
    ]),
    rows: rising.map((r) => [r.name[lang], r.today, r.usual, r.p < 1e-6 ? '< 0.000001' : r.p.toFixed(6)]),
  }),
  bodies: (lang, { bodies }) => ({
    columns: columns(lang, [
      ['body', 'text'],
      ['asked', 'count'],
      ['replied', 'count'],
      ['silent', 'count'],
      ['share', 'share'],
      ['low', 'share'],
      ['high', 'share'],
    ]),
    rows: bodies.map((b) => [b.name[lang], b.asked, b.replied, b.silent, b.reply.share, b.reply.low, b.reply.high]),
  }),
  instructions: (lang, { instructions }) => ({
    columns: columns(lang, [
      ['due', 'date'],
      ['number', 'text'],
      ['responsible', 'text'],
      ['state', 'text'],
    ]),
    rows: instructions.items.map((i) => [
      i.dueOn,
      i.number,
      i.responsible,
      t(lang, i.overdue ? 'page.wall.controlOverdue' : 'page.wall.controlled'),
    ]),
  }),
  burning: (lang, { burning }, reference) => ({
    columns: columns(lang, [
      ['number', 'text'],
      ['region', 'text'],
      ['district', 'text'],
      ['category', 'text'],
      ['severity', 'text'],
      ['owner', 'text'],
      ['due', 'instant'],
      ['late', 'minutes'],
      ['state', 'text'],
    ]),
    rows: burning.map((b) => [
      b.number,
      reference.region(b.region ?? '')?.name[lang] ?? reference.branch(b.branch)?.name[lang] ?? b.branch,
      reference.district(b.district ?? '')?.name[lang] ?? null,
      reference.category(b.category)?.name[lang] ?? b.category,
      say(lang, `severity.${b.severity as 1 | 2 | 3 | 4}`),
      b.owner,
      Date.parse(b.respondBy),
      b.answered ? null : b.lateMinutes,
      t(
        lang,
        b.answered
          ? 'page.wall.answered'
          : b.silent
            ? 'page.wall.silent'
            : b.raised
              ? 'page.wall.raised'
              : 'page.wall.overdue',
      ),
    ]),
  }),
}

const share100 = (share: number | null) => (share === null ? null : Math.round(share * 1000) / 10)

function columns(lang: Lang, names: readonly (readonly [ColumnName, Kind])[]): Column[] {
  return names.map(([name, kind]) => column(lang, name, kind))
}

function column(
  lang: Lang,
  name:
    | 'figure'
    | 'value'
    | 'region'
    | 'open'
    | 'unanswered'
    | 'overdue'
    | 'raised'
    | 'silent'
    | 'judged'
    | 'share'
    | 'low'
    | 'high'
    | 'date'
    | 'reported'
    | 'met'
    | 'missed'
    | 'closed'
    | 'half'
    | 'upTo'
    | 'answers'
    | 'category'
    | 'today'
    | 'usual'
    | 'chance'
    | 'body'
    | 'asked'
    | 'replied'
    | 'due'
    | 'number'
    | 'responsible'
    | 'district'
    | 'owner'
    | 'late'
    | 'severity'
    | 'state',
  kind: Kind,
): Column {
  const title = t(lang, `page.wall.column.${name}`)
  return kind === 'minutes' ? { title, kind, unit: t(lang, 'page.wall.minutes') } : { title, kind }
}
