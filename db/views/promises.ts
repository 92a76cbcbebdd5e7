import type { Because } from '../../shared/domain/because.ts'
import type { Promiser } from '../../shared/domain/commitment.ts'
import type { Sql } from '../client.ts'
import { OPEN } from '../open-case.ts'
import { Params } from './params.ts'

export type PromiseKind = 'action' | 'reply' | 'instruction' | 'commitment'

/** One promise with a date that nobody has kept yet. Instants are epoch milliseconds. */
export interface PromiseRow {
  readonly id: number
  readonly kind: PromiseKind
  readonly who: Promiser
  readonly dueAt: number
  readonly because: Because
  readonly number: string
  readonly category: string
  readonly branch: string
  readonly owner: number
  readonly zone: string
  readonly body: string | null
  readonly responsible: number | null
  readonly text: string | null
  readonly outgoingNumber: string | null
  readonly subject: number | null
}

export interface BoardWish {
  /** Null: everything. Otherwise cases of these branches, and those the person owns. */
  readonly reach: { readonly branches: readonly string[]; readonly owner: number } | null
  readonly branches?: readonly string[] | undefined
  readonly body?: string | undefined
  readonly who?: Promiser | undefined
  /** Only what was due by this instant. */
  readonly dueBy?: number | undefined
  /** (dueAt, id) of the last one seen. */
  readonly after?: readonly [dueAt: number, id: number] | undefined
  readonly limit: number
}

interface Source {
  readonly joins: string
  readonly who: string
  readonly body: string
  readonly responsible: string
  readonly text: string
  readonly outgoing: string
}

const NOTHING = 'null::text'

/** What was promised to happen next stands in the event that promised it: the last that named a day. */
const NEXT_ACTION = `case when p.kind = 'action' and p.because->>'key' = 'actionPromised' then (
      select coalesce(e.data->>'nextAction', e.data->>'text') from events e
      where e.case_id = p.case_id and e.kind in ('reacted', 'updated') and e.data ? 'nextActionOn' order by e.xid desc, e.id desc limit 1) end`

const SOURCES: Readonly<Record<PromiseKind, Source>> = {
  action: {
    joins: '',
    who: `case when c.level = 'central' then 'centre' else 'branch' end`,
    body: NOTHING,
    responsible: 'c.owner',
    text: NOTHING,
    outgoing: NOTHING,
  },
  reply: {
    joins: 'join contacts k on k.id = d.subject',
    who: `'body'`,
    body: 'k.body',
    responsible: 'null::bigint',
    text: 'k.subject',
    outgoing: 'k.outgoing_number',
  },
  instruction: {
    joins: 'join instructions i on i.id = d.subject',
    who: `case when i.branch = 'KZ' then 'centre' else 'branch' end`,
    body: NOTHING,
    responsible: 'i.responsible',
    text: 'i.text',
    outgoing: NOTHING,
  },
  commitment: {
    joins: 'join commitments m on m.id = d.subject left join contacts k on k.id = m.contact',
    who: 'm.who',
    body: 'm.body',
    responsible: 'm.staff',
    text: 'm.text',
    outgoing: 'k.outgoing_number',
  },
}

/** Kinds that somebody of this sort can have promised. */
const KINDS_OF: Readonly<Record<Promiser, readonly PromiseKind[]>> = {
  body: ['reply', 'commitment'],
  branch: ['action', 'instruction', 'commitment'],
  centre: ['action', 'instruction', 'commitment'],
}

/**
 * Everything promised with a date and not yet kept, what is latest first: each kind is read in the order of its own index
 * and the beginnings are merged, so a page costs a page.
 */
export async function listPromises(sql: Sql, wish: BoardWish): Promise<PromiseRow[]> {
  const params = new Params()
  const common = [`d.closed_at is null`, OPEN]
  if (wish.reach) {
    const { branches, owner } = wish.reach
    common.push(`(c.branch = any(${params.add(branches, 'text[]')}) or c.owner = ${params.add(owner, 'bigint')})`)
  }
  if (wish.branches) common.push(`c.branch = any(${params.add(wish.branches, 'text[]')})`)
  if (wish.dueBy !== undefined) common.push(`d.due_at <= ${params.add(wish.dueBy, 'timestamptz')}`)
  if (wish.after)
    common.push(
      `(d.due_at, d.id) > (${params.add(wish.after[0], 'timestamptz')}, ${params.add(wish.after[1], 'bigint')})`,
    )
  const body = wish.body === undefined ? undefined : params.add(wish.body, 'text')
  const limit = params.add(wish.limit, 'int')
  let kinds: readonly PromiseKind[] = wish.who ? KINDS_OF[wish.who] : ['action', 'reply', 'instruction', 'commitment']
  if (body) kinds = kinds.filter((kind) => SOURCES[kind].body !== NOTHING)
  const parts = kinds.map((kind) => {
    const source = SOURCES[kind]
    const where = [`d.kind = '${kind}'`, ...common]
    if (body) where.push(`${source.body} = ${body}`)
    if (wish.who && source.who !== `'${wish.who}'`) where.push(`${source.who} = '${wish.who}'`)
    return `(select d.id, d.kind, d.case_id, ${source.who} as who, d.due_at, d.because, c.number, c.category, c.branch, c.owner,
        ${source.body} as body, ${source.responsible} as responsible, ${source.text} as text, ${source.outgoing} as outgoing, d.subject
      from deadlines d join cases c on c.id = d.case_id ${source.joins}
      where ${where.join(' and ')} order by d.due_at, d.id limit ${limit})`
  })
  if (parts.length === 0) return []
  return sql.unsafe<PromiseRow[]>(
    `select p.id, p.kind, p.who, p.due_at as "dueAt", p.because, p.number, p.category, p.branch, p.owner, b.timezone as zone,
      p.body, p.responsible, coalesce(p.text, ${NEXT_ACTION}) as text, p.outgoing as "outgoingNumber", p.subject
    from (${parts.join('\nunion all\n')}) p join branches b on b.code = p.branch order by p.due_at, p.id limit ${limit}`,
    params.values as never[],
    { prepare: true },
  )
}
