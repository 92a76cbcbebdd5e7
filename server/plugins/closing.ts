import type { FastifyInstance } from 'fastify'
import { sendProblem } from '../errors.ts'

/** A stop waits so long (ms) for requests that are still arriving, and for those in hand; what is left then is cut off. */
const GRACE_MS = 2_000
const PATIENCE_MS = 9_500
const LOOK_MS = 50

declare module 'fastify' {
  interface FastifyRequest {
    /** Arrived whole, and not answered yet. */
    inHand: boolean
  }
}

/** While an instance stops, new requests are refused like any other unavailability, and every answer ends its connection. */
export function installClosing(app: FastifyInstance): void {
  let closing = false
  let inHand = 0
  app.decorateRequest('inHand', false)
  app.addHook('onRequest', (request, reply, done) => {
    if (closing) sendProblem(request, reply, 'unavailable')
    else done()
  })
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.headers.upgrade === undefined) {
      request.inHand = true
      inHand++
    }
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close')
    done()
  })
  app.addHook('onResponse', (request, _reply, done) => {
    if (request.inHand) inHand--
    done()
  })
  app.addHook('preClose', (done) => {
    closing = true
    const begun = performance.now()
    // Node itself waits without end for a client that stopped in the middle of its request.
    const timer = setInterval(() => {
      const waited = performance.now() - begun
      if (waited < GRACE_MS || (inHand > 0 && waited < PATIENCE_MS)) return
      clearInterval(timer)
      app.server.closeAllConnections()
    }, LOOK_MS).unref()
    done()
  })
}
