import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'

/** Per address and minute, in this process; RATE_LIMIT=off for load on one's own machine. */
const PER_MINUTE = 600

export async function installRateLimit(app: FastifyInstance, { config }: Deps): Promise<void> {
  if (!config.rateLimit) return
  await app.register(rateLimit, { global: true, max: PER_MINUTE, timeWindow: 60_000, cache: 50_000 })
}
