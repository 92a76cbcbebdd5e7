import type { FastifyInstance, InjectOptions } from 'fastify'
import { listDemoOpen } from '../../db/demo.ts'
import { addDays, instantOf, localDate } from '../../shared/domain/zone.ts'
import type { Deps } from '../deps.ts'
import { runOnce } from '../engine/engine.ts'
import { makeApiKey, takeApiKeyBack } from '../staff/keys.ts'
import type { DemoClock } from './clock.ts'
import { pick, pickBy, type Random, seeded } from './random.ts'
import { type DemoLang, type DemoWords, readExamples } from './words.ts'

const HOUR = 3_600_000
const HOURS_BACK = 34
const REPORTS_AN_HOUR = 6
/** Reported in these last hours and answered by nobody yet: what the next morning is about. */
const LAST_NIGHT = 9
const ZONE = 'Asia/Almaty'

interface Filed {
  readonly number: string
  readonly trackingToken: string
  readonly language: DemoLang
}

/**
 * The last day and a half, lived through by the API itself with the clock at each hour: people report, branches answer
 * at dawn, write to bodies, solve, refuse, promise, ask the centre for help. Leaves the clock at `now`.
 */
export async function livePresent(
  deps: Deps,
  app: FastifyInstance,
  clock: DemoClock,
  words: DemoWords,
  now: number,
  done: () => void,
): Promise<void> {
  const town = new Town(deps, app, words)
  for (let hour = HOURS_BACK; hour >= 0; hour--) {
    const at = now - hour * HOUR
    clock.set(at)
    await runOnce(deps, at)
    if (localHour(at) === 8) await town.answerAtDawn(at)
    if (localHour(at) === 11) await town.secondStage(at)
    for (let n = 0; n < REPORTS_AN_HOUR; n++) await town.report(hour <= LAST_NIGHT && n === 0 ? 4 : undefined)
    done()
  }
  await town.leave()
  clock.set(now)
}

export const PRESENT_STEPS = HOURS_BACK + 1

const localHour = (at: number) => Math.floor((at - instantOf(ZONE, localDate(ZONE, at), '00:00')) / HOUR)

/** Citizens and staff of the demo, each with their own right. */
class Town {
  private readonly deps: Deps
  private readonly app: FastifyInstance
  private readonly words: DemoWords
  private readonly random: Random = seeded(311)
  private readonly examples = [...readExamples()]
  private readonly keys = new Map<number, { id: number; key: string }>()
  private readonly filed: Filed[] = []

  constructor(deps: Deps, app: FastifyInstance, words: DemoWords) {
    this.deps = deps
    this.app = app
    this.words = words
  }

  async report(severity?: number): Promise<void> {
    const { random } = this
    const weighted = Object.entries(this.words.weights).map(([code, weight]) => ({ code, weight }))
    const { code } = pickBy(random, weighted)
    const { centre } = this.deps.world.reference.region(code)!
    const language: DemoLang = random() < 0.5 ? 'kk' : 'ru'
    const [category, text] = pick(random, this.examples)
    // Only staff may say how grave it is: such a report comes by telephone.
    const [duty] =
      severity === undefined ? [] : await this.deps.sql`select id from staff where email = 'central-1.kz@demo.example'`
    const answer = await this.ask<Filed>('POST', '/cases', duty ? Number(duty.id) : null, {
      category,
      region: code,
      text: text[language],
      language,
      public: random() < 0.85,
      location: { lat: centre.lat + (random() - 0.5) / 10, lon: centre.lon + (random() - 0.5) / 10 },
      ...(random() < 0.4 ? { reporter: { email: `citizen-${this.filed.length}@demo.example` } } : {}),
      ...(duty ? { severity, channel: 'phone' } : {}),
    })
    this.filed.push({ ...answer, language })
  }

  /** Everybody answers what is due at nine; some do not. */
  async answerAtDawn(at: number): Promise<void> {
    const on = addDays(localDate(ZONE, at), 3)
    for (const { number, owner, language } of await listDemoOpen(this.deps.sql, ['received'])) {
      if (this.random() < 0.12) continue
      const { text, next } = pick(this.random, this.words.reactions[language as DemoLang] ?? this.words.reactions.ru)
      await this.ask('POST', `/cases/${number}/reaction`, owner, { text, nextAction: next, nextActionOn: on })
    }
  }

  /** Bodies are written to and answer, the centre orders, some is solved, refused, disputed, passed on. */
  async secondStage(at: number): Promise<void> {
    const open = await listDemoOpen(this.deps.sql, ['responded'])
    const [chief] = await this.deps.sql`select id from staff where email = 'central-head.kz@demo.example'`
    for (const [n, { number, owner, language, region, category, level }] of open.slice(0, 80).entries()) {
      const lang = (language === 'kk' ? 'kk' : 'ru') satisfies DemoLang
      const { words } = this
      if (n % 10 < 5) {
        const [body] = this.deps.world.reference.competentBodies(category, region, null)
        if (!body) continue
        const letter = await this.ask<{ id: number }>('POST', `/cases/${number}/contacts`, owner, {
          body: body.body.id,
          channel: 'registered',
          ...words.letters[lang],
          ...(body.body.replyByLaw ? {} : { replyDueOn: addDays(localDate(ZONE, at), 10) }),
        })
        if (n % 10 < 2)
          await this.ask('POST', `/contacts/${letter.id}/replies`, owner, {
            receivedAt: new Date(at).toISOString(),
            text: words.replies[lang],
            grade: pick(this.random, ['substantive', 'holding', 'brush-off']),
          })
      } else if (n % 10 === 5) {
        await this.ask('POST', `/cases/${number}/instructions`, Number(chief!.id), {
          text: words.orders[lang],
          responsible: owner,
          dueOn: addDays(localDate(ZONE, at), 1 + (n % 5)),
        })
      } else if (n % 10 === 6 && level !== 'central') {
        await this.ask('POST', `/cases/${number}/escalation`, owner, { reason: words.escalation[lang] })
      } else if (n % 10 === 7) {
        await this.ask('POST', `/cases/${number}/resolution`, owner, { text: words.resolutions[lang][0] })
        const filed = this.filed.find((f) => f.number === number)
        if (filed)
          await this.ask('POST', `/cases/${number}/confirmation`, filed.trackingToken, {
            solved: n % 20 === 7,
            ...(n % 20 === 7 ? { rating: 5 } : { text: words.escalation[lang] }),
          })
      } else if (n % 10 === 8) {
        await this.ask('POST', `/cases/${number}/rejection`, owner, { reason: 'court', text: words.rejection[lang] })
      } else if (n % 20 === 9 && level !== 'central') {
        await this.ask('POST', `/cases/${number}/help`, owner, words.help[lang])
      } else if (n % 20 === 19) {
        const dueOn = addDays(localDate(ZONE, at), 1 + (n % 3))
        await this.ask('POST', `/cases/${number}/commitments`, owner, {
          who: 'branch',
          text: words.promise[lang],
          dueOn,
        })
      }
    }
  }

  /** The keys of this day are of no more use. */
  async leave(): Promise<void> {
    for (const { id } of this.keys.values()) await takeApiKeyBack(this.deps, null, id)
  }

  /** As a person of the staff (id), as a reporter (token), or as anyone. Throws when refused. */
  private async ask<T>(method: 'POST', path: string, as: number | string | null, payload: object): Promise<T> {
    const bearer = typeof as === 'number' ? await this.keyOf(as) : as
    const headers: Record<string, string> = bearer === null ? {} : { authorization: `Bearer ${bearer}` }
    const options: InjectOptions = { method, url: `/api/v1${path}`, headers, payload }
    const answer = await this.app.inject(options)
    if (answer.statusCode >= 300) throw new Error(`the demo could not go on: ${path} ${answer.body}`)
    return answer.json() as T
  }

  private async keyOf(staff: number): Promise<string> {
    const known = this.keys.get(staff)
    if (known) return known.key
    const { id, key } = await makeApiKey(this.deps, null, { name: 'demo', staff })
    this.keys.set(staff, { id, key })
    return key
  }
}
