import { listFound } from '../../db/audit/touched.ts'
import { countOutbox } from '../../db/outbox.ts'
import { countFaults, findPulse, findWaiting } from '../../db/pulse.ts'
import type { PulseView } from '../../shared/contract/health.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'

/** How the machine does, in figures that anybody may see. */
export async function readPulse(deps: Deps): Promise<PulseView> {
  const at = deps.now()
  const [engine, audit, found, waiting, setAside, outbox] = await Promise.all([
    findPulse(deps.sql, 'engine'),
    findPulse(deps.sql, 'audit'),
    listFound(deps.sql),
    findWaiting(deps.sql, at),
    countFaults(deps.sql),
    countOutbox(deps.sql, at),
  ])
  const zone = deps.world.reference.branch(CENTRAL)?.zone ?? 'UTC'
  const instant = (ms: number) => rfc3339(zone, ms)
  const since = (ms: number | null) => (ms === null ? 0 : Math.max(0, Math.floor((at - ms) / 1000)))
  const broken = [...new Set(found.map((b) => b.name))].sort()
  return {
    at: instant(at),
    engine: engine
      ? {
          at: instant(engine.at),
          endedAt: engine.endedAt === null ? null : instant(engine.endedAt),
          ok: engine.ok,
          ageSeconds: since(engine.endedAt ?? engine.startedAt),
        }
      : null,
    deadlines: {
      due: waiting.dueRungs,
      oldest: waiting.oldestRung === null ? null : instant(waiting.oldestRung),
      behindSeconds: since(waiting.oldestRung),
      setAside,
    },
    mail: {
      queued: outbox.queued,
      sending: outbox.sending,
      failed: outbox.failed,
      unknown: outbox.unknown,
      oldestDue: outbox.oldestDue === null ? null : instant(outbox.oldestDue),
    },
    figures: { behindSeconds: since(waiting.oldestUnfolded) },
    audit: audit
      ? {
          at: instant(audit.at),
          ok: audit.ok && broken.length === 0,
          cases: Number(audit.did.cases ?? 0),
          broken,
        }
      : null,
  }
}
