import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { HttpProblem } from '../problem.ts'

const FOLDER = join(import.meta.dirname, '..', '..', 'public')
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.woff2': 'font/woff2',
}

interface Asset {
  readonly type: string
  readonly bytes: Buffer
  readonly br?: Buffer
  readonly gzip?: Buffer
}

const names: Readonly<Record<string, string>> = existsSync(join(FOLDER, 'manifest.json'))
  ? JSON.parse(readFileSync(join(FOLDER, 'manifest.json'), 'utf8'))
  : {}
const assets = load()

/** The address of an asset by its plain name ('main.css'). Throws when the build has not made it. */
export function assetUrl(name: string): string {
  const hashed = names[name]
  if (!hashed) throw new Error(`asset ${name} is not built: npm run build`)
  return `/assets/${hashed}`
}

/** The worker that keeps reports without a connection: its script behind the list of files it takes with it. */
function workerScript(): string | undefined {
  const asset = assets.get(names['sw.js'] ?? '')
  if (!asset) return undefined
  const files = ['main.css', 'main.js', 'mark.svg', 'golos-cyrillic.woff2', 'golos-cyrillic-ext.woff2'].map(assetUrl)
  const version = createHash('sha256')
    .update(JSON.stringify([files, names['sw.js']]))
    .digest('base64url')
    .slice(0, 12)
  return `const SHELL=${JSON.stringify({ version, files })};${asset.bytes.toString()}`
}

/** GET /assets/…: from memory, compressed at build time; the name holds the hash, so it never changes. */
export function assetRoutes(app: FastifyInstance): void {
  const worker = workerScript()
  app.get('/sw.js', { schema: { hide: true }, config: { stateless: true } }, async (_request, reply) => {
    if (worker === undefined) throw new HttpProblem('not_found')
    return reply
      .header('cache-control', 'no-cache')
      .header('content-type', TYPES['.js'])
      .serializer((text: unknown) => text as string)
      .send(worker)
  })
  app.get(
    '/assets/:file',
    { schema: { hide: true }, config: { stateless: true, rateLimit: false } },
    async (request, reply) => {
      const asset = assets.get((request.params as { file: string }).file)
      if (!asset) throw new HttpProblem('not_found')
      const accepted = String(request.headers['accept-encoding'] ?? '')
      const encoding =
        /\bbr\b/.test(accepted) && asset.br ? 'br' : /\bgzip\b/.test(accepted) && asset.gzip ? 'gzip' : null
      reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .header('content-type', asset.type)
      if (encoding) reply.header('content-encoding', encoding)
      return reply.send(encoding === null ? asset.bytes : asset[encoding])
    },
  )
}

function load(): ReadonlyMap<string, Asset> {
  const found = new Map<string, Asset>()
  if (!existsSync(FOLDER)) return found
  const present = new Set(readdirSync(FOLDER))
  const read = (name: string) => (present.has(name) ? readFileSync(join(FOLDER, name)) : undefined)
  for (const name of present) {
    const type = TYPES[extname(name)]
    const bytes = type && read(name)
    if (!type || !bytes) continue
    const br = read(`${name}.br`)
    const gzip = read(`${name}.gz`)
    found.set(name, { type, bytes, ...(br ? { br } : {}), ...(gzip ? { gzip } : {}) })
  }
  return found
}
