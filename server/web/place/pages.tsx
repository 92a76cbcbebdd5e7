import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import type { Pages } from '../pages.ts'
import { MapDialog } from './dialog.tsx'
import { groundOf } from './ground.ts'

const PATH = '/map/ground.json'

/** What the map of the browser asks for when it is opened: its frame with the words, and the ground it stands on. */
export function placePages(pages: Pages): void {
  const { app, deps } = pages

  pages.get('/map', async ({ here, form }) => {
    const { reference } = await deps.world.at(here.now)
    const { version } = await groundOf(reference)
    return {
      page: (
        <MapDialog
          here={here}
          ground={`${PATH}?v=${version}`}
          tiles={deps.config.mapTiles}
          choosing={form.for === 'pin'}
        />
      ),
      part: true,
    }
  })

  app.get(PATH, { schema: { hide: true }, config: { stateless: true } }, (request, reply) =>
    sendGround(deps, request, reply),
  )
}

/** Under the version asked for it never changes; under another, or none, the browser asks again each time. */
async function sendGround(deps: Deps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { reference } = await deps.world.at(deps.now())
  const ground = await groundOf(reference)
  const asked = (request.query as { v?: unknown }).v
  const etag = `"${ground.version}"`
  reply
    .header('etag', etag)
    .header('cache-control', asked === ground.version ? 'public, max-age=31536000, immutable' : 'public, no-cache')
    .header('vary', 'accept-encoding')
  const known = String(request.headers['if-none-match'] ?? '').split(',')
  if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) return reply.code(304).send()
  reply.header('content-type', 'application/geo+json; charset=utf-8')
  const accepted = String(request.headers['accept-encoding'] ?? '')
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(ground.br)
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(ground.gzip)
  return reply.send(ground.json)
}
