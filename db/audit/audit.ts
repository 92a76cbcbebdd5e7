/**
 * An invariant as a query that returns no row when all is well. Queries about cases look at those in `scope(id)`; every
 * query may ask `input.at`, the instant of the audit. Columns: `subject`, what is broken, and `detail`, how.
 */
export interface Audit {
  readonly name: string
  /** `cases`: about the cases in scope. `always`: about everything, and cheap. `whole`: about everything, full audits only. */
  readonly about: 'cases' | 'always' | 'whole'
  readonly sql: string
}

export const ENDED = `('closed','rejected','merged')`

/** The rungs of every policy version as they apply to a severity, counted from 0. */
export const LADDER = `ladder as materialized (
  select p.version, l.key as kind, s.severity, r.value->>'name' as name, r.value->'when' as "when",
    (row_number() over (partition by p.version, l.key, s.severity order by r.nth) - 1)::int as position
  from policies p, jsonb_each(p.data->'ladders') l, jsonb_array_elements(l.value) with ordinality r(value, nth),
    generate_series(1, 4) s(severity)
  where p.state <> 'draft' and (coalesce(r.value->'severities', 'null') = 'null' or r.value->'severities' @> to_jsonb(s.severity)))`

/** What was due by the last pass of the engine has been handled, or is set aside; a drill in the future does not count. */
export const LAST_PASS = `least((select at from input), coalesce((select at from pulses where job = 'engine'), '-infinity'::timestamptz))`
