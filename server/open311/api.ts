import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { findServicesChange, listPublicRequests, listPublicRequestsOf } from '../../db/views/open311.ts'
import {
  open311Accepted,
  open311Definition,
  open311Discovery,
  open311Errors,
  open311Requests,
  open311Services,
  open311Tokens,
} from '../../shared/contract/open311.ts'
import { parseCaseNumber } from '../../shared/domain/number.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import { t } from '../../shared/i18n/text.ts'
import type { Intake } from '../cases/intake.ts'
import { asBuilt } from '../cases/read-api.ts'
import type { Deps } from '../deps.ts'
import { HttpProblem } from '../problem.ts'
import { acceptReport } from './accept.ts'
import { readOpen311Forms } from './form.ts'
import { FORMATS, type Format, localeOf, type Root, send, type Value } from './format.ts'
import { askRequests } from './requests.ts'
import { listServices, SHIPPED } from './services.ts'
import { viewRequest } from './view.ts'

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2'
/** The form is read before its key is known: pictures come in smaller numbers (an address and a minute). */
const WITH_PICTURES = 60
const WITHOUT = 600

type Answer = (request: FastifyRequest, named: string) => Promise<Value>

/** Open311, GeoReport v2: what the public lists say, and the intake, in the words that other cities' software speaks. */
export async function open311Routes(app: FastifyInstance, deps: Deps, intake: Intake): Promise<void> {
  const languageFirst = 'The language is that of `locale` (kk, ru, en), else of Accept-Language. '

  /** One route a format, and the XML ones not described: their fields are those of the JSON. */
  function get(path: string, root: Root, summary: string, answer: Answer, shape: z.ZodType): void {
    for (const format of FORMATS) {
      const about = {
        tags: ['open311'],
        summary,
        description: languageFirst,
        response: { 200: shape, '4xx': open311Errors },
      }
      app.withTypeProvider<ZodTypeProvider>().get(
        `${path}.${format}`,
        {
          config: { stateless: true },
          schema: format === 'json' ? about : { hide: true },
          serializerCompiler: asBuilt,
        },
        async (request, reply) => {
          const value = await answer(request, '')
          return send(kept(reply), format, root, value)
        },
      )
    }
  }

  /** Named things: the ending of the name is the format. */
  function getNamed(path: string, root: Root, summary: string, answer: Answer, shape: z.ZodType): void {
    app.withTypeProvider<ZodTypeProvider>().get(
      `${path}/:named`,
      {
        config: { stateless: true },
        schema: {
          tags: ['open311'],
          summary,
          description: `${languageFirst}The name ends in .json or .xml.`,
          response: { 200: shape, '4xx': open311Errors },
        },
        serializerCompiler: asBuilt,
      },
      async (request, reply) => {
        const [, named, format] = /^(.+)\.(json|xml)$/.exec((request.params as { named: string }).named) ?? []
        if (!named) throw new HttpProblem('route_not_found')
        const value = await answer(request, named)
        return send(kept(reply), format as Format, root, value)
      },
    )
  }

  get('/open311/discovery', 'discovery', 'Open311: the endpoints', discovery, open311Discovery)
  get('/open311/v2/services', 'services', 'Open311: what can be reported', services, open311Services)
  getNamed('/open311/v2/services', 'service_definition', 'Open311: one service', definition, open311Definition)
  get('/open311/v2/requests', 'service_requests', 'Open311: cases, the newest first', requests, open311Requests)
  getNamed('/open311/v2/requests', 'service_requests', 'Open311: one case', request, open311Requests)
  getNamed('/open311/v2/tokens', 'service_requests', 'Open311: the number behind a token', token, open311Tokens)

  await app.register(async (forms) => {
    readOpen311Forms(forms, deps)
    for (const format of FORMATS) {
      forms.withTypeProvider<ZodTypeProvider>().post(
        `/open311/v2/requests.${format}`,
        {
          config: {
            keyField: 'api_key',
            rateLimit: { max: (asked) => (isMultipart(asked) ? WITH_PICTURES : WITHOUT), timeWindow: 60_000 },
          },
          schema:
            format === 'json'
              ? {
                  tags: ['open311'],
                  summary: 'Open311: report a problem (a form with `api_key`, plain or with pictures)',
                  description: `${languageFirst}The fields are those of shared/contract/open311.ts.`,
                  consumes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
                  response: { 200: open311Accepted, '4xx': open311Errors },
                }
              : { hide: true },
          serializerCompiler: asBuilt,
        },
        async (request, reply) => {
          const { number, notice } = await acceptReport(deps, intake, request, localeOf(request))
          // 200: GeoReport names no code, and clients take 201 for a failure.
          return send(reply.code(200), format, 'service_requests', [
            { service_request_id: number, service_notice: notice, account_id: null },
          ])
        },
      )
    }
  })

  async function discovery(request: FastifyRequest): Promise<Value> {
    const lang = localeOf(request)
    const { publicUrl: url, mailFrom: mail } = deps.config
    const changed = Math.max(SHIPPED.at, (await findServicesChange(deps.sql)) ?? 0)
    const changeset = rfc3339('Asia/Almaty', Math.min(changed, deps.now()))
    return {
      changeset,
      contact: `Daybreak (Таң), ${url}, ${mail}`,
      key_service: t(lang, 'open311.key', { mail }),
      endpoints: [
        {
          specification: SPECIFICATION,
          url: `${url}/open311/v2`,
          changeset,
          type: deps.demo ? 'test' : 'production',
          formats: ['text/xml', 'application/json'],
        },
      ],
    }
  }

  async function services(request: FastifyRequest): Promise<Value> {
    return listServices((await deps.world.at(deps.now())).reference, localeOf(request))
  }

  async function definition(_request: FastifyRequest, code: string): Promise<Value> {
    const { reference } = await deps.world.at(deps.now())
    if (!reference.category(code)?.active) throw new HttpProblem('open311_unknown_service')
    return { service_code: code, attributes: [] }
  }

  async function requests(request: FastifyRequest): Promise<Value> {
    const now = deps.now()
    const asked = askRequests(request.query as Record<string, unknown>, now)
    const world = await deps.world.at(now)
    const rows =
      'numbers' in asked
        ? await listPublicRequestsOf(deps.sql, asked.numbers)
        : await listPublicRequests(deps.sql, asked.list)
    return rows.map((c) => viewRequest(c, localeOf(request), world, deps.config.publicUrl))
  }

  async function request(request: FastifyRequest, named: string): Promise<Value> {
    return [
      viewRequest(await getRequest(named), localeOf(request), await deps.world.at(deps.now()), deps.config.publicUrl),
    ]
  }

  /** Every service is realtime and gives the number at once; asked for as a token, it is its own. */
  async function token(_request: FastifyRequest, named: string): Promise<Value> {
    const { number } = await getRequest(named)
    return [{ service_request_id: number, token: named }]
  }

  async function getRequest(named: string) {
    const number = parseCaseNumber(named)?.number
    const [found] = number ? await listPublicRequestsOf(deps.sql, [number]) : []
    if (!found) throw new HttpProblem('not_found')
    return found
  }
}

/** Answers may be kept a minute; refusals may not. */
const kept = (reply: FastifyReply) =>
  reply.header('vary', 'accept-language').header('cache-control', 'public, max-age=60')

const isMultipart = ({ headers }: FastifyRequest) => /^multipart\//i.test(headers['content-type'] ?? '')
