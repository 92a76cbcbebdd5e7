import type { FastifyInstance } from 'fastify'
import { sendProblem } from '../errors.ts'

/** How long (ms) a stop waits for requests under way, before it cuts off what is left: clients that stopped half-way. */
const PATIENCE_MS = 12_000

/** While an instance stops, new requests are refused like any other unavailability, and every answer ends its connection. */
export function installClosing(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', (done) => {
    closing = true
    setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS).unref()
    done()
  })
  app.addHook('onRequest', (request, reply, done) => {
    if (closing) sendProblem(request, reply, 'unavailable')
    else done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close')
    done()
  })
}
