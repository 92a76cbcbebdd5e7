import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendProblem } from '../errors.ts'

/** Several calls to a database that hangs, each within its own limit, would add up: by then (ms) there is an answer. */
const LIMIT_MS = 9_000

declare module 'fastify' {
  interface FastifyRequest {
    /** Our time, which does not run while a slow line brings the body. */
    timeLimit: { timer: NodeJS.Timeout | undefined; begun: number; used: number }
  }
}

/** A request that is not answered in time is answered with 503; whether its work is done is unknown, as with a lost connection. */
export function installTimeLimit(app: FastifyInstance): void {
  app.decorateRequest('timeLimit', null as never)
  app.addHook('onRequest', (request, reply, done) => {
    request.timeLimit = { timer: undefined, begun: 0, used: 0 }
    run(request, reply)
    done()
  })
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    hold(request)
    done()
  })
  app.addHook('preValidation', (request, reply, done) => {
    run(request, reply)
    done()
  })
  // An answer that has begun may take its time: a long list, a slow line.
  app.addHook('onSend', (request, _reply, _payload, done) => {
    if (request.timeLimit) hold(request)
    done()
  })
}

function run(request: FastifyRequest, reply: FastifyReply): void {
  const { timeLimit } = request
  timeLimit.begun = performance.now()
  timeLimit.timer = setTimeout(giveUp, LIMIT_MS - timeLimit.used, request, reply)
}

function hold({ timeLimit }: FastifyRequest): void {
  clearTimeout(timeLimit.timer)
  timeLimit.used += Math.floor(performance.now() - timeLimit.begun)
}

function giveUp(request: FastifyRequest, reply: FastifyReply): void {
  // A socket that was upgraded, or an answer under way, is not ours to end.
  if (reply.sent || reply.raw.headersSent) return
  request.log.warn({ route: request.routeOptions.url }, 'a request was not answered in time')
  sendProblem(request, reply, 'unavailable')
}
