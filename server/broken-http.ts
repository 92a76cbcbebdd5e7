import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import type { ProblemCode } from '../shared/i18n/catalog.ts'
import { sendProblem } from './errors.ts'
import { problemOf, STATUS } from './problem.ts'

const CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
}

/** Answers what is not HTTP, or stopped half-way, with a problem too. There is no request, so it is in the first language. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET') socket.destroy()
  else refuse(socket, CODES[error.code ?? ''] ?? 'malformed_request')
}

/** What Node would answer by itself, without a word of ours: what is no request for us is a problem like any other. */
export function installBrokenHttp(app: FastifyInstance): void {
  app.server.on('connect', (_request: IncomingMessage, socket: Duplex) => refuse(socket, 'method_not_allowed'))
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    const { head, body } = lay('malformed_request')
    response.writeHead(STATUS.malformed_request, head).end(body)
  })
  // Node's own check is off (app.ts), as its answer is empty.
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      sendProblem(request, reply, 'malformed_request')
    else done()
  })
}

function refuse(socket: Duplex, code: ProblemCode): void {
  // Whoever sends such things may be gone by now.
  socket.on('error', () => undefined)
  if (socket.writable) {
    const { head, body } = lay(code)
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`HTTP/1.1 ${STATUS[code]} ${STATUS_CODES[STATUS[code]]}\r\n${lines.join('')}\r\n${body}`)
  }
  socket.end(() => socket.destroy())
}

function lay(code: ProblemCode) {
  const body = JSON.stringify(problemOf(code, 'kk'))
  const head = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  return { head, body }
}
