import type { FastifyInstance, FastifyRequest } from 'fastify'
import { ANONYMOUS } from '../caller.ts'
import type { Deps } from '../deps.ts'

export function installAuthentication(app: FastifyInstance, deps: Deps): void {
  app.decorateRequest('caller', null as never)
  app.addHook('onRequest', async (request: FastifyRequest) => {
    request.caller = ANONYMOUS
    void deps
  })
}
