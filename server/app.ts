import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { answerBrokenHttp, installBrokenHttp } from './broken-http.ts'
import type { Deps } from './deps.ts'
import { answer, installErrors } from './errors.ts'
import { openDoorway } from './live/doorway.ts'
import { LIVE_PATH, websocketOptions } from './live/socket.ts'
import { isOpen311, withoutDoubleSlashes } from './open311/problem.ts'
import { installAuthentication } from './plugins/authentication.ts'
import { installClosing } from './plugins/closing.ts'
import { installOpenapi } from './plugins/openapi.ts'
import { installPermissions } from './plugins/permissions.ts'
import { installRateLimit } from './plugins/rate-limit.ts'
import { installTimeLimit } from './plugins/time-limit.ts'
import { routes } from './routes.ts'
import type { Services } from './services.ts'
import { installErrorPages } from './web/error-page.tsx'

const BODY_LIMIT = 1_048_576

/** The HTTP side of one instance; listens when told to, and is tested by `inject`. */
export async function buildApp(deps: Deps, services: Services): Promise<FastifyInstance> {
  const { config } = deps
  const app = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    // No line per request: two pino lines cost more than zod (house.md). Errors and slow requests are logged by hooks.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: typeof config.trustProxy === 'number' ? hops(config.trustProxy) : config.trustProxy,
    genReqId: () => randomUUID(),
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    rewriteUrl: ({ url = '/' }) => (isOpen311(url) ? withoutDoubleSlashes(url) : url),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    frameworkErrors: (error, request, reply) => {
      void answer(error, request, reply)
    },
    clientErrorHandler: answerBrokenHttp,
    http: { requireHostHeader: false },
    // Its own answer is no problem+json; see plugins/closing.ts.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  installErrors(app)
  installErrorPages(app, deps)
  // Before every hook that may refuse: only a request known as an upgrade has its socket closed after the refusal.
  await app.register(websocket, websocketOptions(services.live, openDoorway(app.server, LIVE_PATH)))
  app.websocketServer.on('wsClientError', answerBrokenHttp)
  await app.register(helmet, {
    contentSecurityPolicy: {
      // Only our own files, and no style or script inside a page.
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:', ...(config.mapTiles ? [config.mapTiles.origin] : [])],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: null,
      },
    },
    strictTransportSecurity: config.publicUrl.startsWith('https:'),
    crossOriginEmbedderPolicy: false,
    // Under no-referrer browsers send `Origin: null` with our own forms.
    referrerPolicy: { policy: 'same-origin' },
  })
  installBrokenHttp(app)
  installTimeLimit(app)
  installClosing(app)
  await app.register(cookie)
  await installRateLimit(app, deps)
  installAuthentication(app, deps, services.sessions)
  installPermissions(app)
  await installOpenapi(app, deps)
  await routes(app, deps, services)
  return app
}

/** So many proxies in front are believed. */
const hops = (n: number) => (_address: string, hop: number) => hop < n
