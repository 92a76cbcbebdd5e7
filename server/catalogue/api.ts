import type { FastifyInstance } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { page } from '../../shared/contract/page.ts'
import { calendarBody, calendarView } from '../../shared/contract/policy.ts'
import {
  bodiesQuery,
  bodyChange,
  bodyView,
  branchChange,
  branchesQuery,
  branchView,
  catalogueId,
  categoriesQuery,
  categoryChange,
  categoryView,
  districtsQuery,
  districtView,
  regionsQuery,
  regionView,
} from '../../shared/contract/reference.ts'
import { branchCode } from '../../shared/contract/staff.ts'
import { LANGS } from '../../shared/domain/text.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Deps } from '../deps.ts'
import type { Reference } from '../reference.ts'
import { changeCalendar, viewCalendar } from './calendar.ts'
import { changeRow } from './change.ts'
import { bodyRow, branchRow, categoryRow } from './rows.ts'

const tagged = <S extends object>(summary: string, more: S) => ({ schema: { tags: ['reference'], summary, ...more } })
const idParams = z.object({ id: catalogueId })

/** Regions, districts, categories, bodies, branches and the calendar: read by everybody, kept by administrators. */
export function catalogueRoutes(plain: FastifyInstance, deps: Deps): void {
  const app = plain.withTypeProvider<ZodTypeProvider>()
  const current = async (): Promise<Reference> => (await deps.world.at(deps.now())).reference

  app.get(
    '/api/v1/regions',
    tagged('Regions', { querystring: regionsQuery, response: { 200: page(regionView) } }),
    async (request) => paged((await current()).regions, request.query, (region) => region),
  )
  app.get(
    '/api/v1/districts',
    tagged('Districts and cities', { querystring: districtsQuery, response: { 200: page(districtView) } }),
    async (request) => {
      const reference = await current()
      const { region } = request.query
      const regions = region === undefined ? reference.regions.map((r) => r.code) : [region]
      const districts = regions.flatMap((code) => reference.districtsOf(code))
      return paged(districts, request.query, ({ kato, ...district }) => ({ code: kato, ...district }))
    },
  )
  app.get(
    '/api/v1/categories',
    tagged('Categories', { querystring: categoriesQuery, response: { 200: page(categoryView) } }),
    async (request) => {
      const found = (await current()).categories.filter((c) => request.query.all || c.active)
      return paged(found, request.query, (category) => ({ ...category, competent: [...category.competent] }))
    },
  )
  app.get(
    '/api/v1/bodies',
    tagged('Government bodies and utilities', { querystring: bodiesQuery, response: { 200: page(bodyView) } }),
    async (request) => {
      const { all, region, district, kind, q } = request.query
      const wanted = q?.toLowerCase().split(/\s+/)
      const found = (await current()).bodies.filter((body) => {
        const names = wanted && LANGS.map((lang) => body.name[lang].toLowerCase())
        return (
          (all || body.active) &&
          (region === undefined || body.region === region) &&
          (district === undefined || body.district === district) &&
          (kind === undefined || body.kind === kind) &&
          (!wanted || names!.some((name) => wanted.every((word) => name.includes(word))))
        )
      })
      return paged(found, request.query, (body) => ({ ...body, competences: [...body.competences] }))
    },
  )
  app.get(
    '/api/v1/branches',
    tagged('Branches', { querystring: branchesQuery, response: { 200: page(branchView) } }),
    async (request) => {
      const { all, region, level } = request.query
      const found = (await current()).branches.filter(
        (branch) =>
          (all || branch.active) &&
          (region === undefined || branch.region === region) &&
          (level === undefined || branch.level === level),
      )
      return paged(found, request.query, (branch) => branch)
    },
  )
  app.get('/api/v1/calendar', tagged('The working calendar in force', { response: { 200: calendarView } }), async () =>
    viewCalendar(await current()),
  )

  app.put(
    '/api/v1/calendar',
    tagged('Change days of the calendar', {
      description: 'Makes a new version; open terms in working days are counted again, each with an event.',
      body: calendarBody,
      response: { 200: calendarView },
    }),
    (request) => changeCalendar(deps, request, request.body),
  )
  app.put(
    '/api/v1/categories/:id',
    tagged('Change a category or add one', { params: idParams, body: categoryChange, response: { 200: categoryView } }),
    async (request) => {
      const { id } = request.params
      const reference = await changeRow(deps, request, 'categories', id, request.body, categoryRow)
      return { ...reference.category(id)!, competent: [...reference.category(id)!.competent] }
    },
  )
  app.put(
    '/api/v1/bodies/:id',
    tagged('Change a body or add one', { params: idParams, body: bodyChange, response: { 200: bodyView } }),
    async (request) => {
      const { id } = request.params
      const body = (await changeRow(deps, request, 'bodies', id, request.body, bodyRow)).body(id)!
      return { ...body, competences: [...body.competences] }
    },
  )
  app.put(
    '/api/v1/branches/:code',
    tagged('Change a branch', {
      params: z.object({ code: branchCode }),
      body: branchChange,
      response: { 200: branchView },
    }),
    async (request) => {
      const { code } = request.params
      return (await changeRow(deps, request, 'branches', code, request.body, branchRow)).branch(code)!
    },
  )
}

/** A page of a list that is held in memory; the cursor is the place in it. */
function paged<Row, View>(
  rows: readonly Row[],
  query: { cursor?: string | undefined; limit: number },
  view: (row: Row) => View,
): { items: View[]; nextCursor: string | null } {
  const from = query.cursor === undefined ? 0 : readCursor('r', 1, query.cursor)[0]!
  const to = from + query.limit
  return { items: rows.slice(from, to).map(view), nextCursor: to < rows.length ? writeCursor('r', to) : null }
}
