import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { healthView, pulseView, readyView } from '../../shared/contract/health.ts'
import type { Deps } from '../deps.ts'
import type { Services } from '../services.ts'
import { inLanguage, pageLanguage } from '../web/here.ts'
import { checkReady } from './check.ts'
import { Metrics } from './metrics.ts'
import { readPulse } from './pulse.ts'

/** /healthz, /readyz, /pulse and /metrics: whether the process lives, can work, keeps its promises, and how it does. */
export function healthRoutes(app: FastifyInstance, deps: Deps, services: Pick<Services, 'live'>): void {
  const metrics = new Metrics(deps, () => services.live.hub.clients.size)
  metrics.install(app)
  const routes = app.withTypeProvider<ZodTypeProvider>()

  routes.get(
    '/healthz',
    { schema: { tags: ['health'], summary: 'The process lives', response: { 200: healthView } } },
    async () => ({ status: 'ok' as const }),
  )

  routes.get(
    '/readyz',
    {
      schema: {
        tags: ['health'],
        summary: 'Database, migrations, engine and clock are as they must be',
        response: { 200: readyView, 503: readyView },
      },
    },
    async (_request, reply) => {
      const ready = await checkReady(deps)
      return reply
        .code(ready.ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(ready)
    },
  )

  routes.get(
    '/pulse',
    {
      schema: {
        tags: ['health'],
        summary: 'When the engine last ran, what is due and not done, what the last audit found',
        response: { 200: pulseView },
      },
    },
    async (request, reply) => {
      reply.header('vary', 'accept').header('cache-control', 'no-store')
      // A browser asks for a document first; programs and tools do not.
      if (/^text\/html\b/.test(request.headers.accept ?? ''))
        return reply.redirect(inLanguage(pageLanguage(request), '/pulse'), 302) as never
      return reply.send(await readPulse(deps))
    },
  )

  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-type', metrics.contentType)
      .header('cache-control', 'no-store')
      .send(await metrics.read()),
  )
}
