import { applyNew, type Command } from '../../db/apply/index.ts'
import { projectPath } from '../../db/root.ts'
import type { CaseChange } from '../../shared/domain/change.ts'
import { endOfLocalDay } from '../../shared/domain/clock.ts'
import type { Draft } from '../../shared/domain/draft.ts'
import type { Actor } from '../../shared/domain/events.ts'
import { answer, promise } from '../../shared/domain/reaction.ts'
import { fireUntil, pastWorld } from '../../shared/domain/replay.ts'
import { draftReport, type ReportInput } from '../../shared/domain/report.ts'
import { resolve } from '../../shared/domain/resolution.ts'
import { isOpen } from '../../shared/domain/status.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { instantOf, localDate } from '../../shared/domain/zone.ts'
import { geographyOf } from '../cases/intake.ts'
import { searchDocument } from '../cases/search.ts'
import type { Deps } from '../deps.ts'
import { DEFAULT_MAP, readMap } from '../import/map.ts'
import { prepareRow } from '../import/prepare.ts'
import { jsonRows } from '../import/rows.ts'
import type { FullWorld } from '../world.ts'
import { pick, pickBy, type Random, seeded } from './random.ts'
import { type DemoLang, type DemoWords, readExamples } from './words.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const BATCH = 100
const IDS_PER_CASE = 90
/** The past reaches back so many days; the last two are lived through (present.ts). */
const DAYS_BACK = 45
const USUALLY_LATE = 0.05
const SAMPLE = projectPath('db', 'reference', 'import', 'nyc311-2011-03.jsonl')

/** A real request: what it was about, at which time of the day, and how far from the middle of its city. */
interface RealCase {
  readonly category: string
  readonly minuteOfDay: number
  readonly north: number
  readonly east: number
}

/** The shape of real requests, without the dirty rows. */
async function readShapes(deps: Deps, now: number): Promise<RealCase[]> {
  const map = await readMap(projectPath(...DEFAULT_MAP))
  const { reference } = deps.world
  const shapes: RealCase[] = []
  for await (const rows of jsonRows(SAMPLE, () => undefined)) {
    for (const { values } of rows) {
      try {
        const { report } = prepareRow(values as never, map, reference, now)
        const centre = report.region === null ? undefined : reference.region(report.region)?.centre
        if (!centre) continue
        const minuteOfDay = Math.floor((report.reportedAt / 60_000) % 1440)
        const [north, east] = [(report.lat ?? centre.lat) - centre.lat, (report.lon ?? centre.lon) - centre.lon]
        shapes.push({ category: report.category, minuteOfDay, north, east })
      } catch {
        // a dirty row of the sample is no shape
      }
    }
  }
  return shapes
}

/** Tells `count` cases of the weeks before `now`: reported, answered, mostly in time, solved or still worked on. */
export async function tellPast(
  deps: Deps,
  words: DemoWords,
  count: number,
  now: number,
  done: (cases: number) => void,
): Promise<void> {
  const random = seeded(2026)
  const shapes = await readShapes(deps, now)
  const examples = readExamples()
  for (let told = 0; told < count; told += BATCH) {
    const size = Math.min(BATCH, count - told)
    const world = await deps.world.at(now)
    await deps.world.loads.refresh(deps.sql, now)
    const past = pastWorld(world, now)
    const ids = await deps.ids.reserve(size * IDS_PER_CASE, size)
    const commands: Command[] = []
    for (let n = 0; n < size; n++) {
      const id = ids.nextCase()
      const report = reportLike(pick(random, shapes), { random, words, examples, world, now, id, nth: told + n })
      const search = searchDocument({ ...report, id }, world.reference)
      const trackingHash = deps.secrets.hash(deps.secrets.trackingToken(id))
      const draft = draftReport(
        { ...report, id, search, trackingHash },
        geographyOf(world),
        past,
        ids,
        report.reportedAt,
        now,
      )
      commands.push({ change: { cases: [live(draft, words, random, now)] } })
    }
    const { applied } = await applyNew(deps.sql, commands, world.stamp)
    if (applied.size !== commands.length) throw new Error('the past of the demo could not be told')
    done(size)
  }
}

interface Telling {
  readonly random: Random
  readonly words: DemoWords
  readonly examples: ReturnType<typeof readExamples>
  readonly world: FullWorld
  readonly now: number
  readonly id: number
  readonly nth: number
}

function reportLike(
  shape: RealCase,
  { random, words, examples, world, now, nth }: Telling,
): Omit<ReportInput, 'trackingHash' | 'search' | 'id'> {
  const weighted = Object.entries(words.weights).map(([code, weight]) => ({ code, weight }))
  const region = world.reference.region(pickBy(random, weighted).code)!
  const language: DemoLang = random() < 0.5 ? 'kk' : 'ru'
  const sort = examplesOf(examples, shape.category)
  const day = localDate(region.timezone, now - Math.floor(2 + random() * (DAYS_BACK - 2)) * DAY)
  const text = pick(random, sort)[language]
  return {
    kind: 'problem',
    category: shape.category,
    severity: null,
    region: region.code,
    district: null,
    byPoint: false,
    address: null,
    lat: region.centre.lat + shape.north / 2,
    lon: region.centre.lon + shape.east / 2,
    title: null,
    text,
    language,
    channel: random() < 0.2 ? 'phone' : 'web',
    public: random() < 0.85,
    reportedAt: instantOf(region.timezone, day, '00:00') + shape.minuteOfDay * 60_000,
    source: 'demo',
    externalId: `demo-${nth}`,
    reporter: null,
    by: { kind: 'reporter' },
  }
}

/** What reports of the category say, or of those under it, or any. */
function examplesOf(examples: Telling['examples'], category: string): Text3[] {
  const own = examples.get(category)
  if (own) return [own]
  const below = [...examples].filter(([id]) => id.startsWith(`${category}.`)).map(([, text]) => text)
  return below.length > 0 ? below : [...examples.values()]
}

/** What became of it: answered at dawn, late or not at all; a promise kept or still open; solved after some days. */
function live(draft: Draft, words: DemoWords, random: Random, now: number): CaseChange {
  const lang = draft.case.language as DemoLang
  const late = random() < (words.late[draft.case.region ?? ''] ?? USUALLY_LATE)
  const respondBy = draft.case.respondBy
  const wanted = late ? respondBy + (0.2 + random() * 9) * HOUR : respondBy - (0.1 + random() * 2.4) * HOUR
  const reactAt = Math.max(Math.round(wanted), draft.at + 5 * 60_000)
  if (reactAt >= now) return draft.change()
  fireUntil(draft, reactAt)
  const solvedAt = reactAt + Math.round((1 + random() ** 2 * 20) * DAY)
  const solved = solvedAt < now - HOUR
  // What is not solved yet has a promise for the days to come; a few have let theirs pass.
  const forgotten = !solved && random() < 0.04
  const { zone } = draft.case
  const nextActionOn = localDate(zone, solved ? solvedAt : forgotten ? now - DAY : now + (1 + random() * 6) * DAY)
  const { text, next } = pick(random, words.reactions[lang])
  const said = { text, nextAction: next, nextActionOn }
  const eventId = answer(draft, said, ownerOf(draft))
  if (endOfLocalDay(zone, nextActionOn) > draft.at) promise(draft, nextActionOn, eventId, ['nextActionOn'])
  if (solved) {
    fireUntil(draft, solvedAt)
    resolve(draft, pick(random, words.resolutions[lang]), ownerOf(draft))
  }
  if (isOpen(draft.case.status)) fireUntil(draft, now)
  return draft.change()
}

function ownerOf(draft: Draft): Actor {
  const owner = draft.world.roster.person(draft.case.owner)!
  return { kind: 'staff', staff: owner.id, name: owner.name, role: owner.roles[0]! }
}
