import { z } from 'zod'
import { instant } from './text.ts'

const n = z.number().int()

export const healthView = z.object({ status: z.literal('ok') }).meta({ id: 'Health' })

export const readyView = z
  .object({
    ready: z.boolean(),
    checks: z.record(z.string(), z.object({ ok: z.boolean(), detail: z.string().optional() })),
  })
  .meta({ id: 'Ready' })
export type ReadyView = z.infer<typeof readyView>

/** Whether the machine keeps its promises, for anybody to see. */
export const pulseView = z
  .object({
    at: instant,
    engine: z
      .object({
        /** The instant the last pass was for, and when it ended. */
        at: instant,
        endedAt: instant.nullable(),
        ok: z.boolean(),
        ageSeconds: n,
      })
      .nullable(),
    deadlines: z.object({
      due: n.describe('Deadlines with a step that is due and not done, counted up to 10 000.'),
      oldest: instant.nullable(),
      behindSeconds: n,
      setAside: n.describe('Deadlines the engine could not handle; people look at them.'),
    }),
    mail: z.object({
      queued: n,
      sending: n,
      failed: n,
      unknown: n,
      oldestDue: instant.nullable(),
    }),
    figures: z.object({ behindSeconds: n }),
    audit: z
      .object({
        at: instant,
        ok: z.boolean(),
        cases: n,
        broken: z.array(z.string()).describe('Names of the invariants that do not hold.'),
      })
      .nullable(),
  })
  .meta({ id: 'Pulse' })
export type PulseView = z.infer<typeof pulseView>
