import type { Annex, AnnexAsked } from '../shared/domain/mailing.ts'
import type { Sql } from './client.ts'

/** Files with their bytes, for a letter; erased and hidden ones are left out. */
export async function listAnnexBytes(
  sql: Sql,
  annexes: readonly Pick<Annex, 'file' | 'n'>[],
): Promise<{ file: number; n: number | null; bytes: Buffer }[]> {
  const own = annexes.filter((a) => a.n == null).map((a) => a.file)
  const mailed = annexes.filter((a) => a.n != null)
  return sql<{ file: number; n: number | null; bytes: Buffer }[]>`
    select id as file, null::int as n, bytes from attachments
    where id = any(${own}::bigint[]) and bytes is not null and hidden_at is null
    union all
    select f.mail, f.n, f.bytes from inbound_files f
      join unnest(${mailed.map((a) => a.file)}::bigint[], ${mailed.map((a) => a.n!)}::int[]) as x(mail, n) on x.mail = f.mail and x.n = f.n
    where f.bytes is not null`
}

/** The files among these that belong to these cases and can be sent on. */
export async function listAnnexes(sql: Sql, asked: readonly AnnexAsked[], cases: readonly number[]): Promise<Annex[]> {
  const own = asked.filter((a) => typeof a === 'number')
  const mailed = asked.filter((a) => typeof a !== 'number')
  return sql<Annex[]>`
    select id as file, null::int as n, case_id as case, name, mime, size from attachments
    where id = any(${own}::bigint[]) and case_id = any(${cases as number[]}::bigint[])
      and bytes is not null and hidden_at is null
    union all
    select f.mail, f.n, (select min(k.case_id) from contact_cases k where k.contact = m.contact and k.case_id = any(${cases as number[]}::bigint[])),
      f.name, f.mime, f.size
    from inbound_files f join inbound_mails m on m.id = f.mail
      join unnest(${mailed.map((a) => a.mail)}::bigint[], ${mailed.map((a) => a.n)}::int[]) as x(mail, n) on x.mail = f.mail and x.n = f.n
    where f.bytes is not null and m.state = 'placed'
      and exists (select from contact_cases k where k.contact = m.contact and k.case_id = any(${cases as number[]}::bigint[]))
    order by 1, 2`
}
