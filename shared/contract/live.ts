import { z } from 'zod'
import { cursor } from './page.ts'

const topics = z.array(z.string().min(1).max(64)).min(1).max(100)

/** What a client says on /api/v1/live. */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('subscribe'),
    topics: topics.describe('public, case:<number>, branch:<code>, central, me'),
    after: cursor.optional().describe('Resume after the last cursor received; without it, from now on.'),
  }),
  z.object({ type: z.literal('unsubscribe'), topics }),
  z.object({ type: z.literal('ping') }),
  z.object({
    type: z.literal('auth'),
    token: z.string().min(1).max(100).describe('Session token, API key or tracking token; the first message only.'),
  }),
])
export type ClientMessage = z.infer<typeof clientMessage>

/** Why topics were refused. */
export type RefusedCode = 'unknown_topic' | 'not_found' | 'unauthenticated' | 'forbidden' | 'too_many_topics'
/** What was wrong with a message. */
export type LiveErrorCode = 'malformed' | 'too_late' | 'rate_limited' | 'unavailable'

/** What the server says. Frames of events are rendered once per audience (server/live/render.ts). */
export type ServerMessage =
  | {
      readonly type: 'event'
      readonly cursor: string
      readonly topic: string
      readonly at: string
      readonly case: object
      readonly event: object
    }
  | { readonly type: 'counts'; readonly [figure: string]: unknown }
  | { readonly type: 'authenticated' }
  /** `cursor`: where to resume when no event comes. */
  | { readonly type: 'subscribed'; readonly topics: readonly string[]; readonly cursor: string }
  | { readonly type: 'unsubscribed'; readonly topics: readonly string[] }
  | { readonly type: 'refused'; readonly topics: readonly string[]; readonly code: RefusedCode }
  /** The `after` is older than seven days or of another database: load anew what you show, then go on from `cursor`. */
  | { readonly type: 'resync'; readonly topics: readonly string[]; readonly cursor: string }
  | { readonly type: 'error'; readonly code: LiveErrorCode }
  | { readonly type: 'pong' }

/** Close codes besides those of RFC 6455 (1001 going away, 1008 abuse, 1009 too long a message, 1013 too slow a reader). */
export const CLOSED = { goingAway: 1001, abuse: 1008, tooSlow: 1013, unauthenticated: 4401 } as const
