import type { FastifyRequest } from 'fastify'

/**
 * Whether the request comes from our own pages, as far as the browser says. Sec-Fetch-Site cannot be forged by a page
 * and counts first: a form on a page with a strict Referrer-Policy sends `Origin: null`. A request with neither (a
 * program) passes: it is the CSRF token that proves. Behind https only our public address counts.
 */
export function isOwnOrigin(request: Pick<FastifyRequest, 'headers'>, publicUrl: string): boolean {
  const { origin, host, 'sec-fetch-site': site } = request.headers
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (origin === undefined || origin === new URL(publicUrl).origin) return true
  if (publicUrl.startsWith('https:')) return false
  return host !== undefined && origin === `http://${host}`
}
