import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/** Of one hop only, and about the upgrade. */
const DROPPED = new Set(['upgrade', 'connection', 'http2-settings'])

/**
 * Lets a websocket through to `path`, and every other request go on as if it had not asked for an upgrade: Node treats a
 * request with any `Upgrade` header as one, and Java's client sends `Upgrade: h2c` with all it sends over plain HTTP.
 */
export function openDoorway(server: Server, path: string): Server {
  const doorway = new EventEmitter()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const asked = request.url?.split('?')[0]
    const websocket = request.method === 'GET' && request.headers.upgrade?.toLowerCase() === 'websocket'
    if (websocket && asked === path) doorway.emit('upgrade', request, socket, head)
    else goOn(server, request, socket, head)
  })
  return doorway as Server
}

/** The same bytes again without the offer, to the same server. */
function goOn(server: Server, { method, url, rawHeaders }: IncomingMessage, socket: Duplex, head: Buffer): void {
  const lines = [`${method} ${url} HTTP/1.1`]
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (!DROPPED.has(rawHeaders[i]!.toLowerCase())) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`)
  // Headers are read as latin1, byte by byte.
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]))
  server.emit('connection', socket)
}
