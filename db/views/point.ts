/** Whether the category of the case `c` asks that its place is not public: hidesPlace of server/cases/view.ts, in SQL. */
export const PLACE_HIDDEN = `(c.category = any (array(select k.id from categories k where k.place = 'hidden')))`

/** Whether outsiders are shown no point of the case `c`; the moderation is isPointHidden of shared/domain/moderation.ts. */
export const POINT_HIDDEN = `(${PLACE_HIDDEN} or (c.moderation->>'point' = 'hidden' or (c.moderation ? 'original'
  and c.moderation->'original'->>'address' is distinct from c.address)) is true)`
