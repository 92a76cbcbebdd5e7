import t from 'tap'
import type { CaseChange, CaseFacts, Change } from '../../shared/domain/change.ts'
import { type ContactFacts, decideContact } from '../../shared/domain/contact.ts'
import { Draft } from '../../shared/domain/draft.ts'
import { fireDue } from '../../shared/domain/escalation.ts'
import { type Actor, REPORTER } from '../../shared/domain/events.ts'
import { decideInstruction } from '../../shared/domain/instruction.ts'
import { decideInstructionExtension } from '../../shared/domain/instruction-term.ts'
import { decideExtension, decideRedirect, decideReply } from '../../shared/domain/letter.ts'
import { decideMerge } from '../../shared/domain/merge.ts'
import { decideReaction } from '../../shared/domain/reaction.ts'
import { decideAssignment, decideEscalation } from '../../shared/domain/reassignment.ts'
import { decideRejection } from '../../shared/domain/rejection.ts'
import { decideReport } from '../../shared/domain/report.ts'
import { decideConfirmation, decideResolution } from '../../shared/domain/resolution.ts'
import { decideUpdate } from '../../shared/domain/update.ts'
import { type Kept, PEOPLE, Store, WalkWorld } from '../support/small-world.ts'

const instant = (text: string) => Date.parse(`${text}:00+05:00`)
const who = (id: number): Actor => ({ kind: 'staff', staff: id, role: PEOPLE.find((p) => p.id === id)!.roles[0]! })
const [CENTRE, HEAD, RESPONDER, COLLEAGUE] = [who(3), who(5), who(6), who(7)]
const WORDS = 'Words of somebody'

/** One world, its cases, and a clock that is moved by hand. */
class Town {
  readonly world = new WalkWorld()
  readonly store = new Store()
  now = instant('2026-11-23T05:00')
  private id = 1000
  readonly ids = { next: () => ++this.id }

  /** Keeps what was decided; returns its cases. */
  keep(change: Change | CaseChange): Kept[] {
    return this.store.apply('cases' in change ? change : { cases: [change] })
  }

  report(category = 'roads'): Kept {
    const id = this.ids.next()
    const nowhere = { district: null, byPoint: false, address: null, lat: null, lon: null, title: null }
    const input = {
      ...{ ...nowhere, id, kind: 'problem' as const, category, severity: null, region: 'KZ-39', text: WORDS },
      ...{ language: 'kk' as const, channel: 'web' as const, public: true, reportedAt: this.now, source: null },
      ...{ externalId: null, search: '', trackingHash: '', by: REPORTER, reporter: null },
    }
    const geography = { digitsOf: () => '39', branchOfDistrict: () => undefined }
    return this.keep(decideReport(input, geography, this.world, this.ids, this.now))[0]!
  }

  answered(category?: string): Kept {
    const kept = this.report(category)
    const said = { text: WORDS, nextAction: WORDS, nextActionOn: '2026-11-27' }
    this.keep(decideReaction(this.store.facts(kept), said, RESPONDER, this.world, this.ids, this.now))
    return kept
  }

  write(kept: Kept, body = 'ministry', replyDueOn?: string): ContactFacts {
    const input = { body, channel: 'post' as const, subject: WORDS, text: WORDS, language: 'kk' as const, replyDueOn }
    const facts = [this.store.facts(kept)]
    const change = decideContact(facts, input, RESPONDER, 'KZ-39', this.world, this.ids, this.now)
    this.keep(change)
    return { ...this.store.contacts.get(change.contacts![0]!.id)!, sentOn: '2026-11-23', outgoingNumber: '' } as never
  }

  resolve = (kept: Kept, by = RESPONDER) =>
    this.keep(decideResolution(this.store.facts(kept), WORDS, by, this.world, this.ids, this.now))

  /** The engine comes by. */
  fire(kept: Kept): void {
    const draft = new Draft(this.store.facts(kept), this.world, this.ids, this.now)
    fireDue(draft)
    this.keep(draft.change())
  }

  facts = (kept: Kept) => this.store.facts(kept)
}

const openOf = ({ deadlines }: Kept, kind: string) => deadlines.filter((d) => d.kind === kind && d.closedAt === null)

t.test('nothing is opened on a case that seven silent days have just closed', async (t) => {
  const town = new Town()
  const { world, ids } = town
  const kept = town.answered()
  const contact = town.write(kept)
  const other = town.answered()
  town.resolve(kept)
  town.now = instant('2026-11-30T05:00')
  const at = town.now
  const news = { text: WORDS, public: true, nextActionOn: '2026-12-20' }
  const refused = { code: 'not_in_status' }
  t.throws(() => decideUpdate(town.facts(kept), news, RESPONDER, world, ids, at), refused)
  t.throws(() => decideEscalation(town.facts(kept), WORDS, RESPONDER, world, ids, at), refused)
  t.throws(() => decideMerge(town.facts(other), town.facts(kept), { reason: WORDS }, RESPONDER, world, ids, at), {
    code: 'merge_target_closed',
  })
  town.fire(kept)
  t.equal(kept.case.status, 'closed')
  const passedOn = { body: 'akimat-39', receivedOn: '2026-11-30' }
  town.keep(decideRedirect([town.facts(kept)], contact, passedOn, RESPONDER, world, ids, at))
  t.same(openOf(kept, 'reply'), [], 'a letter passed on asks for nothing any more')
})

t.test('more time after a term has passed is a new promise with its own verdict', async (t) => {
  const town = new Town()
  const { world, ids } = town
  const kept = town.answered()
  const contact = town.write(kept, 'utility', '2026-11-24')
  const order = { text: WORDS, responsible: 6, coExecutors: [], dueOn: '2026-11-24' }
  const instruction = decideInstruction(town.facts(kept), order, CENTRE, world, ids, town.now)
  town.keep(instruction)
  town.now = instant('2026-11-26T12:00')
  town.fire(kept)
  const until = { until: '2026-12-10', reason: WORDS }
  town.keep(decideExtension([town.facts(kept)], contact, until, RESPONDER, world, ids, town.now))
  const row = town.store.instructions.get(instruction.instructions![0]!.id)!
  town.keep(decideInstructionExtension(town.facts(kept), row, until, CENTRE, world, ids, town.now))
  town.now = instant('2026-12-11T00:00')
  town.fire(kept)
  for (const kind of ['reply', 'instruction']) {
    const verdicts = kept.verdicts.filter((v) => v.kind === kind).map((v) => v.verdict)
    t.same(verdicts, ['missed', 'missed'], `${kind}: neither passed in silence`)
  }
})

t.test('a reply written down late keeps its day, and a promise kept by it does not', async (t) => {
  const town = new Town()
  const { world, ids } = town
  const kept = town.answered()
  const contact = town.write(kept, 'utility', '2026-11-24')
  const news = { text: WORDS, public: false, nextActionOn: '2026-11-24' }
  town.keep(decideUpdate(town.facts(kept), news, RESPONDER, world, ids, town.now))
  town.now = instant('2026-11-25T00:01')
  const reply = { receivedAt: instant('2026-11-24T18:00'), text: WORDS, grade: 'substantive' as const }
  town.keep(decideReply([town.facts(kept)], contact, reply, RESPONDER, world, ids, town.now))
  const verdictOf = (kind: string) => kept.verdicts.findLast((v) => v.kind === kind)?.verdict
  t.same([verdictOf('reply'), verdictOf('action')], ['met', 'missed'])
  const [action] = kept.deadlines.filter((d) => d.kind === 'action').slice(-1)
  const fired = kept.rungs.filter((r) => r.deadlineId === action!.id).map((r) => r.rung)
  t.same(fired, ['reminder', 'due'], 'no rung that was due is missing')
})

t.test('a merged case leaves its earlier overall term, and the second signature it needs', async (t) => {
  const town = new Town()
  const { world, ids } = town
  const old = town.answered()
  town.write(old, 'akimat-39')
  town.now = instant('2026-11-26T05:00')
  const young = town.answered()
  const [due] = openOf(old, 'overall').map((d) => d.dueAt)
  const merge = (...sharing: CaseFacts[]) =>
    decideMerge(town.facts(old), town.facts(young), { reason: WORDS, sharing }, RESPONDER, world, ids, town.now)
  t.throws(() => merge(), { code: 'merge_owes', details: { deadline: 'reply' } }, 'nobody would ask for the answer')
  const other = town.answered()
  const asked = { ...town.facts(other), deadlines: [...town.facts(other).deadlines, ...openOf(old, 'reply')] }
  town.keep(merge(asked))
  t.equal(town.facts(other).case.version, asked.case.version + 1, 'who goes on waiting is written with it')
  t.equal(openOf(young, 'overall')[0]!.dueAt, due)
  t.equal(young.case.needsSecondSignature, true)
  const said = { reason: WORDS, text: WORDS }
  t.throws(() => decideRejection(town.facts(young), said, HEAD, world, ids, town.now), {
    code: 'second_signature_needed',
  })
  town.keep(decideRejection(town.facts(young), said, CENTRE, world, ids, town.now))
  t.equal(young.case.status, 'rejected')
})

t.test('after a dispute the overall term goes on, under the days promised with the solution', async (t) => {
  const town = new Town()
  const { world, ids } = town
  const kept = town.answered()
  const [due] = openOf(kept, 'overall').map((d) => d.dueAt)
  town.resolve(kept)
  world.policy = world.policies[1]!
  town.now = instant('2026-11-27T05:00')
  town.keep(decideConfirmation(town.facts(kept), { solved: false }, REPORTER, world, ids, town.now))
  t.equal(kept.case.status, 'reopened')
  t.same(
    openOf(kept, 'overall').map((d) => d.dueAt),
    [due],
  )
  const away = town.answered()
  t.throws(() => decideMerge(town.facts(kept), town.facts(away), { reason: WORDS }, RESPONDER, world, ids, town.now), {
    code: 'needs_other_person',
  })
  t.ok(decideMerge(town.facts(kept), town.facts(away), { reason: WORDS }, COLLEAGUE, world, ids, town.now))
})

t.test('what the centre took over the branch does not take back', async (t) => {
  const town = new Town()
  const { world, ids } = town
  const kept = town.report()
  town.now = instant('2026-11-23T11:00')
  town.fire(kept)
  t.equal(kept.case.level, 'central')
  const back = { owner: 5, level: 'region' as const, reason: WORDS }
  t.throws(() => decideAssignment(town.facts(kept), back, HEAD, world, ids, town.now), { code: 'forbidden' })
  town.keep(decideAssignment(town.facts(kept), back, CENTRE, world, ids, town.now))
  t.match(kept.case, { level: 'region', owner: 5, raisedAt: null })
})

t.test(
  'events show the deadlines that their change leaves: an answered case is not overdue on any screen',
  async (t) => {
    const town = new Town()
    const { world, ids } = town
    const kept = town.report()
    t.ok(kept.events.every((e) => e.state.dueAt === kept.case.dueAt))
    town.now = instant('2026-11-23T09:00')
    const said = { text: WORDS, nextAction: WORDS, nextActionOn: '2026-11-27' }
    const before = kept.events.length
    town.keep(decideReaction(town.facts(kept), said, RESPONDER, world, ids, town.now))
    t.ok(kept.events.slice(before).every((e) => e.state.dueAt === instant('2026-11-28T00:00')))
  },
)
