import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { ProblemCode } from '../shared/i18n/catalog.ts'
import { problemOf, STATUS } from './problem.ts'

const CODES: Readonly<Record<string, ProblemCode>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
}

/** Answers what is not HTTP, or stopped half-way, with a problem too. There is no request, so it is in the first language. */
export function answerBrokenHttp(error: Error & { code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const code = CODES[error.code ?? ''] ?? 'malformed_request'
    const body = JSON.stringify(problemOf(code, 'kk'))
    const head = [
      `HTTP/1.1 ${STATUS[code]} ${STATUS_CODES[STATUS[code]]}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ]
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`)
  }
  socket.destroySoon()
}
