/**
 * Transaction ids (events.xid) belong to the server that gave them out; on another one the feed would wait for ids it
 * reaches in years, and what is new would lie before what is old. So events that move are given small ids that keep what
 * the ids were for: which events each fold cursor has folded, and the order of the events of a case. Both by hundreds:
 * the number of cursors before the event, and in which ascending run of ids it stands within its case, as ids come from
 * blocks of several instances and alone tell no order. Beyond a hundred runs the rest of a case goes by id. A new server
 * begins above 700, so all of it is older than anything new.
 */
const RUNS = 100

const cursorsBefore = (id: string) =>
  `(select count(distinct (f.xid, f.event_id)) from public.fold_cursor f where (f.xid, f.event_id) < (t.xid, t.${id}))`

/** The events with `run`, as `t`. */
export const EVENTS_PLACED = `(
  select e.*, count(*) filter (where e.falls) over (partition by e.case_id order by e.xid, e.id) as run
  from (select e.*, e.id < lag(e.id) over (partition by e.case_id order by e.xid, e.id) as falls from public.events e) e) as t`

export const PLACE_OF_EVENT = `(${cursorsBefore('id')} * ${RUNS} + least(t.run, ${RUNS - 1}))::text`
export const PLACE_OF_CURSOR = `(${cursorsBefore('event_id')} * ${RUNS} + ${RUNS - 1})::text`
/** Beyond every event of the place, and still a number JavaScript holds exactly. */
export const END_OF_PLACE = `${Number.MAX_SAFE_INTEGER}`

/** Whether there are events with ids that this server has not given out yet: the database came by pg_dump or the like. */
export const MOVED = `coalesce((select xid from events order by xid desc, id desc limit 1) >= pg_snapshot_xmax(pg_current_snapshot()), false)`

/** Places the events of a database that was moved so. Asks again by itself whether they are: two instances may start at once. */
export const PLACE_ALL = `
  with moved as materialized (select ${MOVED} as moved),
  placed as (
    update events e set xid = ${PLACE_OF_EVENT}::xid8 from ${EVENTS_PLACED}, moved where moved and t.id = e.id
  )
  update fold_cursor c set xid = ${PLACE_OF_CURSOR}::xid8, event_id = ${END_OF_PLACE} from fold_cursor t, moved where moved and t.name = c.name`
