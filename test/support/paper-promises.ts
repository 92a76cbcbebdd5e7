import { isOpen } from '../../shared/domain/status.ts'
import type { Kept, Store } from './small-world.ts'

/** What must hold of the papers of a case after any change of it, as `npm run audit` asks it of the database. */
export function checkPapers(store: Store, { case: c, deadlines, events }: Kept): void {
  const say = (holds: boolean, what: string) => {
    if (!holds) throw new Error(`${what} (case ${c.id}, ${c.status})`)
  }
  const of = (kind: string, subject: number) => deadlines.filter((d) => d.kind === kind && d.subject === subject)
  const open = (kind: string, subject: number) => of(kind, subject).filter((d) => d.closedAt === null)
  const told = (kind: string, key: string, id: number) => events.some((e) => e.kind === kind && e.data[key] === id)
  const works = isOpen(c.status) && c.status !== 'resolved'
  const reopened = events.some((e) => e.kind === 'reopened')
  for (const k of store.contacts.values()) {
    if (!k.cases.includes(c.id)) continue
    say(!works || k.state !== 'open' || of('reply', k.id).length > 0, 'an open letter has had its term')
    say(open('reply', k.id).length < 2, 'a letter has one term at a time')
    say(k.state !== 'answered' || open('reply', k.id).length === 0, 'who has answered owes no answer')
    for (const r of store.replies.values()) {
      if (r.contact !== k.id) continue
      const owed = open('action', r.id).length
      say(r.grade === null || owed === 0, 'what is graded is owed no grade')
      say(r.grade !== null || !isOpen(c.status) || owed === 1, 'an ungraded reply is owed its grade')
      say(told('replied', 'reply', r.id), 'a reply has its event')
    }
  }
  for (const d of deadlines)
    if (d.closedAt === null && d.because.key === 'gradeOwed')
      say(store.replies.get(d.subject!)?.grade === null, 'no grade is owed of what is not there')
  for (const m of store.commitments.values()) {
    if (m.caseId !== c.id) continue
    say(
      reopened ? of('commitment', m.id).length > 0 : of('commitment', m.id).length === 1,
      'a promise has its deadline',
    )
    say(told('committed', 'commitment', m.id), 'a promise has its event')
  }
  for (const h of store.helps.values()) {
    if (h.caseId !== c.id) continue
    const waits = h.state === 'open' || h.state === 'taken'
    say(!works || !waits || open('help', h.id).length === 1, 'what was asked of the centre has its clock')
    say(waits || open('help', h.id).length === 0, 'what was answered has none')
  }
  for (const m of store.meetings.values()) {
    if (!m.cases.includes(c.id)) continue
    say(
      m.state === 'called' || open('action', m.id).length === 0,
      'a meeting that was held or cancelled owes no minutes',
    )
    say(m.state !== 'called' || !works || open('action', m.id).length === 1, 'a called meeting owes its minutes')
  }
  for (const i of store.instructions.values()) {
    if (i.caseId !== c.id) continue
    say(!works || i.state === 'accepted' || open('instruction', i.id).length === 1, 'what is on control has its clock')
    const [clock] = open('instruction', i.id)
    const reported = clock?.because.params.reported !== undefined
    say(!clock || reported === (i.state === 'reported'), 'the clock knows whether somebody has reported')
  }
}
