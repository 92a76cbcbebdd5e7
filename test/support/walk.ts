import type { CaseChange, Change } from '../../shared/domain/change.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import { CONTACT_CHANNELS, type ContactFacts, DELIVERIES, decideContact, GRADES } from '../../shared/domain/contact.ts'
import { decideDelivery } from '../../shared/domain/delivery.ts'
import { Draft } from '../../shared/domain/draft.ts'
import { fireDue } from '../../shared/domain/escalation.ts'
import { type Actor, REPORTER } from '../../shared/domain/events.ts'
import { decideHandOver } from '../../shared/domain/handing-over.ts'
import {
  decideAcceptance,
  decideInstruction,
  decideInstructionReport,
  decideReturn,
} from '../../shared/domain/instruction.ts'
import { decideInstructionExtension } from '../../shared/domain/instruction-term.ts'
import { decideExtension, decideRedirect, decideReply } from '../../shared/domain/letter.ts'
import { decideMerge } from '../../shared/domain/merge.ts'
import type { Person } from '../../shared/domain/people.ts'
import { decideReaction } from '../../shared/domain/reaction.ts'
import { decideAssignment, decideEscalation } from '../../shared/domain/reassignment.ts'
import { decideRedating } from '../../shared/domain/redating.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { decideRegistration } from '../../shared/domain/registration.ts'
import { decideRejection } from '../../shared/domain/rejection.ts'
import { decideReport, type ReportInput } from '../../shared/domain/report.ts'
import { decideClosure, decideConfirmation, decideResolution } from '../../shared/domain/resolution.ts'
import { isOpen, type Status } from '../../shared/domain/status.ts'
import { decideUpdate } from '../../shared/domain/update.ts'
import { addDays, localDate } from '../../shared/domain/zone.ts'
import { checkPapers } from './paper-promises.ts'
import { checkPromises } from './promises.ts'
import {
  BODIES,
  CATEGORIES,
  type Dice,
  dice,
  type Kept,
  type KeptContact,
  PEOPLE,
  Store,
  WalkWorld,
} from './small-world.ts'
import { letterPapers, otherPapers } from './walk-papers.ts'

/** What usually comes next, so that walks get far. */
const LIKELY: Record<Status, readonly string[]> = {
  ...{ received: ['reaction', 'contact'], reopened: ['reaction', 'contact', 'rejection'] },
  ...{ responded: ['resolution', 'contact', 'update'], in_progress: ['resolution', 'instruction', 'update'] },
  ...{ resolved: ['confirmation', 'dispute', 'closure', 'update', 'instruction'], closed: ['dispute'] },
  ...{ rejected: ['dispute'], merged: ['update'] },
}

const MINUTE = 60_000
const DAY = 86_400_000
const ZONE = 'Asia/Almaty'

/** Thousands of legal commands and moves of the clock in any order; after each, everything the product promises holds. */
export class Walk {
  readonly world = new WalkWorld()
  readonly store = new Store()
  readonly counts: Record<string, number> = {}
  readonly dice: Dice
  now = Date.parse('2026-03-02T00:59:00Z')
  private id = 1000
  readonly ids = { next: () => ++this.id }

  constructor(seed: number) {
    this.dice = dice(seed)
  }

  step(): void {
    const { dice, world } = this
    const kind = dice.below(20)
    if (kind < 7) this.moveClock()
    else if (kind < 10) this.engine()
    else if (kind === 10) this.report()
    else if (kind > 11 || dice.chance(0.6)) this.command()
    else if (dice.chance(0.2)) world.policy = dice.pick(world.policies)
    else if (dice.chance(0.3)) world.announceHoliday(this.day(dice.below(30)))
    else world.comeOrGo(dice.pick(PEOPLE.slice(1)).id)
  }

  day = (days: number) => addDays(localDate(ZONE, this.now), days)

  /** By a moment, a while, or to the very instant that something is due, or one millisecond beside it. */
  private moveClock(): void {
    const { dice } = this
    const due = [...this.store.cases.values()]
      .flatMap((k) => k.deadlines.flatMap((d) => (d.closedAt === null ? [d.dueAt, d.wakeAt ?? 0] : [])))
      .filter((at) => at > this.now)
    const to =
      due.length > 0 && dice.chance(0.6)
        ? Math.min(...due) + dice.below(3) - 1
        : this.now + dice.pick([1, 1000, 20 * MINUTE, 3 * 60 * MINUTE, 20 * 60 * MINUTE, DAY])
    this.now = Math.max(this.now, to)
  }

  report(): void {
    const { dice, now } = this
    const id = this.ids.next()
    const district = dice.chance(0.4)
    const region = district || dice.chance(0.8) ? 'KZ-39' : null
    const input: ReportInput = {
      ...{ id, kind: 'problem' as const, category: dice.pick(CATEGORIES).id, severity: null, region, byPoint: false },
      ...{ district: district ? '391000' : null, address: null, lat: null, lon: null, title: null, text: 'Text' },
      ...{
        language: 'kk' as const,
        channel: 'web' as const,
        public: dice.chance(0.5),
        source: null,
        externalId: null,
        search: '',
      },
      ...{ reportedAt: dice.chance(0.9) ? now : now - dice.below(3 * DAY), trackingHash: '', by: REPORTER },
      reporter: { sealed: null, hasEmail: true, iinHash: null, phoneHash: null, emailHash: null },
    }
    const geography = { digitsOf: () => '39', branchOfDistrict: () => 'KZ-39-3910' }
    this.write('report', () => ({ cases: [decideReport(input, geography, this.world, this.ids, now)] }))
  }

  /** As server/engine does: redating, handing over, every due rung; afterwards nothing is left that was due. */
  engine(): void {
    const { world, ids, now, store } = this
    const draft = (kept: Kept): CaseChange => {
      const d = new Draft(store.facts(kept), world, ids, now)
      fireDue(d)
      return d.change()
    }
    for (const kept of store.cases.values()) {
      const open = kept.deadlines.filter((d) => d.closedAt === null)
      if (open.some((d) => d.kind === 'reply' && d.calendar < world.calendar.version))
        this.write('redate', () => ({ cases: [decideRedating(store.facts(kept), world, ids, now)] }))
      if (isOpen(kept.case.status) && world.away.has(kept.case.owner))
        this.write('hand-over', () => ({ cases: [decideHandOver(store.facts(kept), world, ids, now)] }))
      if (open.some((d) => d.wakeAt !== null && d.wakeAt <= now)) this.write('fire', () => ({ cases: [draft(kept)] }))
      for (const d of kept.deadlines) {
        if (d.closedAt !== null) continue
        if (d.wakeAt !== null && d.wakeAt <= now) throw new Error(`${d.kind} wakes for ever`)
        if (isOverdue(d.dueAt, now) && !d.judged) throw new Error(`${d.kind} passed in silence`)
      }
    }
  }

  private staff(): [Person, Actor] {
    const who = this.dice.pick(PEOPLE.slice(1))
    return [who, { kind: 'staff', staff: who.id, name: who.name, role: who.roles[0]! }]
  }

  private command(): void {
    const { dice, world, ids, now, store } = this
    const all = [...store.cases.values()].slice(-12)
    if (all.length === 0) return
    const open = all.filter((k) => isOpen(k.case.status))
    const one = dice.pick(open.length > 0 && dice.chance(0.7) ? open : all)
    const facts = store.facts(one)
    const [, by] = this.staff()
    const text = 'Words of somebody'
    const contact = dice.pick([...store.contacts.values()].slice(-12))
    const order = dice.pick([...store.instructions.values()].slice(-8))
    const commands: Record<string, () => Change | CaseChange> = {
      reaction: () =>
        decideReaction(facts, { text, nextAction: text, nextActionOn: this.day(dice.below(6)) }, by, world, ids, now),
      update: () => {
        const nextActionOn = dice.chance(0.5) ? this.day(dice.below(6)) : undefined
        return decideUpdate(facts, { text, public: dice.chance(0.5), nextActionOn }, by, world, ids, now)
      },
      addition: () => decideUpdate(facts, { text, public: false }, REPORTER, world, ids, now),
      assignment: () => {
        const owner = dice.chance(0.5) ? dice.pick(PEOPLE).id : undefined
        const branch = dice.chance(0.4) ? dice.pick(['KZ', 'KZ-39', 'KZ-39-3910', 'KZ-10']) : undefined
        const level = dice.chance(0.3) ? dice.pick(['district', 'region', 'central'] as const) : undefined
        return decideAssignment(facts, { owner, branch, level, reason: text }, by, world, ids, now)
      },
      escalation: () => decideEscalation(facts, text, by, world, ids, now),
      rejection: () => decideRejection(facts, { reason: text, text }, by, world, ids, now),
      merge: () => decideMerge(facts, store.facts(dice.pick(all)), { reason: text }, by, world, ids, now),
      resolution: () => decideResolution(facts, text, by, world, ids, now),
      confirmation: () => decideConfirmation(facts, { solved: true, rating: 5 }, REPORTER, world, ids, now),
      dispute: () => decideConfirmation(facts, { solved: false }, REPORTER, world, ids, now),
      closure: () => decideClosure(facts, text, by, world, ids, now),
      contact: () => {
        const many = dice.chance(0.3) ? [...new Set([one, dice.pick(all)])] : [one]
        const replyDueOn = dice.chance(0.3) ? this.day(dice.below(20)) : undefined
        const sentAt = dice.chance(0.2) ? now - dice.below(5 * DAY) : undefined
        const [body, channel] = [dice.pick(BODIES).id, dice.pick(CONTACT_CHANNELS)]
        const input = { body, channel, subject: text, text, language: 'kk' as const, replyDueOn, sentAt }
        return decideContact(
          many.map((k) => store.facts(k)),
          input,
          by,
          one.case.branch,
          world,
          ids,
          now,
        )
      },
      instruction: () => {
        const input = { text, responsible: dice.pick(PEOPLE).id, coExecutors: [], dueOn: this.day(dice.below(10)) }
        return decideInstruction(facts, input, by, world, ids, now)
      },
      ...otherPapers(this, one, all, by),
      ...(contact ? this.letterCommands(contact, by) : {}),
      ...(order
        ? {
            'instruction-report': () => {
              const who: Actor = { kind: 'staff', staff: order.responsible, role: 'responder' }
              return decideInstructionReport(
                this.factsOf(order.caseId),
                order,
                { text, final: dice.chance(0.7) },
                who,
                world,
                ids,
                now,
              )
            },
            acceptance: () => decideAcceptance(this.factsOf(order.caseId), order, by, world, ids, now),
            return: () => decideReturn(this.factsOf(order.caseId), order, text, by, world, ids, now),
            'instruction-extension': () => {
              const input = { until: this.day(dice.below(20)), reason: text }
              return decideInstructionExtension(this.factsOf(order.caseId), order, input, by, world, ids, now)
            },
          }
        : {}),
    }
    const name = dice.pick(dice.chance(0.3) ? LIKELY[one.case.status] : Object.keys(commands))
    this.write(name, () => {
      const change = commands[name]!()
      return 'cases' in change ? change : { cases: [change] }
    })
  }

  readonly factsOf = (caseId: number) => this.store.facts(this.store.cases.get(caseId)!)

  private letterCommands(kept: KeptContact, by: Actor): Record<string, () => Change> {
    const { dice, world, ids, now } = this
    const facts = kept.cases.map(this.factsOf)
    const contact = {
      ...kept,
      sentOn: localDate(ZONE, kept.sentAt ?? kept.createdAt),
      outgoingNumber: '',
    } as ContactFacts
    const text = 'Words of somebody'
    return {
      ...letterPapers(this, kept, contact, by),
      registration: () =>
        decideRegistration(
          facts,
          contact,
          { registeredOn: this.day(-dice.below(4)), incomingNumber: '1' },
          by,
          world,
          ids,
          now,
        ),
      reply: () => {
        const input = { receivedAt: now - dice.pick([0, 0, 1000, DAY, 4 * DAY]), text, grade: dice.pick(GRADES) }
        return decideReply(facts, contact, input, by, world, ids, now)
      },
      extension: () =>
        decideExtension(facts, contact, { until: this.day(dice.below(70)), reason: text }, by, world, ids, now),
      redirect: () => {
        const input = {
          body: dice.pick(BODIES).id,
          receivedOn: this.day(-dice.below(3)),
          replyDueOn: this.day(dice.below(9)),
        }
        return decideRedirect(facts, contact, input, by, world, ids, now)
      },
      delivery: () =>
        decideDelivery(facts, contact, { delivery: dice.pick(DELIVERIES), note: text }, by, world, ids, now),
    }
  }

  /** Decides and keeps. A refusal is an answer; anything else would be a 500. */
  private write(name: string, decide: () => Change): void {
    let change: Change
    try {
      change = decide()
    } catch (error) {
      if (!(error instanceof Refusal)) throw new Error(`${name}: ${(error as Error).message}`, { cause: error })
      this.counts[`${name}: ${error.code}`] = (this.counts[`${name}: ${error.code}`] ?? 0) + 1
      return
    }
    this.counts[name] = (this.counts[name] ?? 0) + 1
    const before = new Map(change.cases.map((c) => [c.caseId, this.store.cases.get(c.caseId)?.case.status]))
    try {
      const touched = this.store.apply(change)
      for (const [i, c] of change.cases.entries())
        checkPromises(this.world, this.now, c, before.get(c.caseId), touched[i]!)
      for (const kept of touched) checkPapers(this.store, kept)
    } catch (error) {
      throw new Error(`${name} at ${new Date(this.now).toISOString()}: ${(error as Error).message}`, { cause: error })
    }
  }
}
