import type { z } from 'zod'
import type { BodyRow } from '../../db/views/reference.ts'
import type { bodyChange, branchChange, categoryChange } from '../../shared/contract/reference.ts'
import { CENTRAL } from '../../shared/domain/case.ts'
import { isZone } from '../../shared/domain/zone.ts'
import { HttpProblem } from '../problem.ts'
import type { Reference } from '../reference.ts'

type Row = Readonly<Record<string, unknown>>

/** A new one stands behind those that were shipped; the place of a known one stays. */
const LAST = 10_000

const wrong = (...path: string[]): never => {
  throw new HttpProblem('validation_failed', {}, path)
}
const pick = <T>(given: T | undefined, known: T | undefined, field: string): T =>
  given !== undefined ? given : known !== undefined ? known : wrong(field)

/** The category with the change in it. Throws `validation_failed`, `unknown_branch`, `unknown_category`. */
export function categoryRow(id: string, given: z.output<typeof categoryChange>, reference: Reference): Row {
  const known = reference.category(id)
  if (known && given.parent !== undefined && given.parent !== known.parent) wrong('parent')
  const parent = known ? known.parent : (given.parent ?? null)
  if (!known && parent !== null && !reference.category(parent))
    throw new HttpProblem('unknown_category', { category: parent }, ['parent'])
  const branch = given.branch === undefined ? (known?.branch ?? null) : given.branch
  if (branch !== null && !reference.branch(branch)?.active)
    throw new HttpProblem('unknown_branch', { branch }, ['branch'])
  const competent = given.competent ?? known?.competent ?? []
  const kinds = new Set(reference.bodies.map((body) => body.kind))
  if (competent.some((kind) => !kinds.has(kind))) wrong('competent')
  return {
    id,
    parent,
    name: pick(given.name, known?.name, 'name'),
    severity: pick(given.severity, known?.severity, 'severity'),
    overall_days: pick(given.overallDays, known?.overallDays, 'overallDays'),
    level: given.level === undefined ? (known?.level ?? null) : given.level,
    branch,
    competent,
    example: given.example === undefined ? (known?.example ?? null) : given.example,
    keywords: given.keywords === undefined ? (known?.keywords ?? null) : given.keywords,
    sort: LAST,
    place: given.place === undefined ? (known?.place ?? null) : given.place,
    active: given.active ?? known?.active ?? true,
  }
}

/** The body with the change in it. Throws `validation_failed`, `unknown_region`, `unknown_district`, `district_not_in_region`, `unknown_body`. */
export function bodyRow(id: string, given: z.output<typeof bodyChange>, reference: Reference): Row {
  const known: BodyRow | undefined = reference.body(id)
  for (const field of ['kind', 'level'] as const) {
    if (known && given[field] !== undefined && given[field] !== known[field]) wrong(field)
    if (!known && !reference.bodies.some((body) => body[field] === given[field])) wrong(field)
  }
  const next = <K extends 'region' | 'district' | 'parent' | 'email' | 'phone' | 'note'>(field: K) =>
    given[field] === undefined ? (known?.[field] ?? null) : given[field]
  const [region, district, parent] = [next('region'), next('district'), next('parent')]
  if (region !== null && !reference.region(region)) throw new HttpProblem('unknown_region', { region }, ['region'])
  if (district !== null) {
    const found = reference.district(district)
    if (!found) throw new HttpProblem('unknown_district', { district }, ['district'])
    if (found.region !== region) throw new HttpProblem('district_not_in_region', {}, ['district'])
  }
  if (parent !== null) refuseRing(id, parent, reference)
  return {
    id,
    kind: known?.kind ?? given.kind,
    level: known?.level ?? given.level,
    region,
    district,
    parent,
    name: pick(given.name, known?.name, 'name'),
    competences: given.competences ?? known?.competences ?? [],
    email: next('email'),
    phone: next('phone'),
    reply_term: pick(given.replyTerm, known?.replyTerm, 'replyTerm'),
    note: next('note'),
    active: given.active ?? known?.active ?? true,
  }
}

/** Nobody stands above himself. */
function refuseRing(id: string, parent: string, reference: Reference): void {
  if (!reference.body(parent)) throw new HttpProblem('unknown_body', { body: parent }, ['parent'])
  for (let at: string | null = parent, steps = 0; at !== null; at = reference.body(at)?.parent ?? null)
    if (at === id || ++steps > 20) wrong('parent')
}

/** The branch with the change in it. Throws `unknown_branch` (also for one that does not exist), `validation_failed`. */
export function branchRow(code: string, given: z.output<typeof branchChange>, reference: Reference): Row {
  const known = reference.branch(code)
  if (!known) throw new HttpProblem('not_found')
  const backup = given.backup === undefined ? known.backup : given.backup
  if (backup !== null && (backup === code || backup === CENTRAL || !reference.branch(backup)?.active))
    throw new HttpProblem('unknown_branch', { branch: backup }, ['backup'])
  const timezone = given.timezone ?? known.timezone
  if (!isZone(timezone)) wrong('timezone')
  const active = given.active ?? known.active
  if (!active && known.level !== 'district') wrong('active')
  const { level, parent, region, district } = known
  return {
    code,
    level,
    parent,
    region,
    district,
    backup,
    name: given.name ?? known.name,
    timezone,
    email: given.email === undefined ? known.email : given.email,
    active,
  }
}
