/** Whether outsiders are shown no point of the case `c`: isPointHidden of shared/domain/moderation.ts, in SQL. */
export const POINT_HIDDEN = `((c.moderation->>'point' = 'hidden' or (c.moderation ? 'original'
  and c.moderation->'original'->>'address' is distinct from c.address)) is true)`
