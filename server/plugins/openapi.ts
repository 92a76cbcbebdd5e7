import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { problem } from '../../shared/contract/problem.ts'
import { LANGS } from '../../shared/domain/text.ts'
import type { ProblemCode } from '../../shared/i18n/catalog.ts'
import { isProblemCode, problemText } from '../../shared/i18n/problem.ts'
import type { Deps } from '../deps.ts'
import { STATUS } from '../problem.ts'

/** /openapi.json (OpenAPI 3.1, from the zod schemas), /docs for people, served from here: nothing is fetched from elsewhere. */
export async function installOpenapi(app: FastifyInstance, { config }: Deps): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Daybreak (Таң)',
        version: '1',
        description:
          'A public problem reported today is answered in public by the next morning, then chased until it is solved. Errors are RFC 9457 problem+json; see /docs/problems. Every POST takes Idempotency-Key.',
      },
      servers: [{ url: config.publicUrl }],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: 'A session token, an API key, or the tracking token of a case.',
          },
          cookie: { type: 'apiKey', in: 'cookie', name: 'daybreak_session' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  })
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: true,
    uiConfig: { deepLinking: false, tryItOutEnabled: false },
  })
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
  app.get('/docs/problems', { schema: { hide: true } }, async (_request, reply) => {
    const body = Object.keys(STATUS).filter(isProblemCode).map(entry).join('\n')
    return reply
      .type('text/html; charset=utf-8')
      .send(
        `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Daybreak: problem codes</title><h1>Problem codes</h1><dl>${body}</dl></html>`,
      )
  })
  // Every answer that is not a success has one shape.
  app.addHook('onRoute', (route) => {
    if (!route.url.startsWith('/api/') || !route.schema || (route.schema as { hide?: boolean }).hide) return
    const response = (route.schema.response ?? {}) as Record<string, unknown>
    route.schema = { ...route.schema, response: { ...response, '4xx': problem, '5xx': problem } }
  })
}

function entry(code: ProblemCode): string {
  const texts = LANGS.map((lang) => {
    const { title, detail } = problemText(lang, code)
    return `<p lang="${lang}"><strong>${escaped(title)}.</strong> ${escaped(detail)}</p>`
  })
  return `<dt id="${code}"><code>${code}</code> (${STATUS[code]})</dt><dd>${texts.join('')}</dd>`
}

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!)
