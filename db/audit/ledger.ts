import type { Audit } from './audit.ts'

/** The ledger as the database can look at it; whether the hashes are right, `npm run verify` tells of the published files. */
export const LEDGER_AUDITS: readonly Audit[] = [
  {
    name: 'ledger_counts_its_events',
    about: 'cases',
    sql: `select c.number as subject, h.events || ' closed, ' || e.n || ' there' as detail
      from scope join cases c using (id)
      cross join lateral (select events from ledger_heads where case_id = c.id order by date desc limit 1) h
      cross join lateral (select count(*) as n from events where case_id = c.id) e
      where e.n < h.events`,
  },
  {
    name: 'ledger_day_has_its_heads',
    about: 'whole',
    sql: `select 'ledger of ' || d.date as subject, d.cases || ' cases, ' || count(h.case_id) || ' heads' as detail
      from ledger_days d left join ledger_heads h on h.date = d.date group by d.date having count(h.case_id) <> d.cases`,
  },
  {
    name: 'ledger_is_one_chain',
    about: 'always',
    sql: `select 'ledger of ' || d.date as subject, 'does not follow the one before' as detail
      from (select date, previous, previous_root, lag(date) over w as before, lag(root) over w as root
        from ledger_days window w as (order by date)) d
      where (d.previous, d.previous_root) is distinct from (d.before, d.root)`,
  },
]
