import type { FastifyRequest } from 'fastify'

/**
 * Whether a browser says that the request comes from our own pages. A request without Origin (a program, an old browser's
 * GET) passes: it is the CSRF token that proves. Behind https only our public address counts.
 */
export function isOwnOrigin(request: Pick<FastifyRequest, 'headers'>, publicUrl: string): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return request.headers['sec-fetch-site'] !== 'cross-site'
  if (origin === new URL(publicUrl).origin) return true
  if (publicUrl.startsWith('https:')) return false
  return host !== undefined && origin === `http://${host}`
}
