import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
/** Below this a compressed answer is not smaller. */
const WORTH = 1_024

/** Sends a page. Compressed only for readers without a session: next to a secret in the page, length would tell of it. */
export async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: VNode,
  part = false,
): Promise<FastifyReply> {
  const html = Buffer.from(`${part ? '' : '<!doctype html>'}${renderToString(page)}`)
  reply
    .header('content-type', 'text/html; charset=utf-8')
    // A page with something of a person's in it may have asked for more.
    .header('cache-control', reply.getHeader('cache-control') ?? 'private, no-cache')
    .header('vary', 'accept-encoding, cookie')
    .serializer((body: unknown) => body as string)
  const accepted = String(request.headers['accept-encoding'] ?? '')
  if (html.length < WORTH || request.session) return reply.send(html)
  if (/\bbr\b/.test(accepted)) {
    const packed = await brotli(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    return reply.header('content-encoding', 'br').send(packed)
  }
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(await zip(html))
  return reply.send(html)
}
