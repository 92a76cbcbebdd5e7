import type { CaseChange, Change } from '../../shared/domain/change.ts'

/** The record a retried request is answered from; hashes are base64, `body` is the answer without its secrets. */
export interface IdempotencyRecord {
  readonly key: string
  readonly request: string
  readonly status: number
  readonly body: unknown
  readonly expiresAt: number
}

export interface Command {
  readonly change: Change
  readonly idempotency?: IdempotencyRecord
}

type Row = Record<string, unknown>

/** The one parameter of the apply statements: every row of every command, each with `g`, the number of its command. */
export interface Document {
  g: { g: number; n: number }[]
  /** Cases that must still be at their version; with `touchedAt`: of these nothing else changes. */
  l: Row[]
  c: Row[]
  n: Row[]
  r: Row[]
  e: Row[]
  o: Row[]
  d: Row[]
  /** Deadlines that have only stepped to their next rung. */
  w: Row[]
  v: Row[]
  vc: Row[]
  f: Row[]
  u: Row[]
  m: Row[]
  i: Row[]
  k: Row[]
  kc: Row[]
  ks: Row[]
  kr: Row[]
  /** Mails that have become replies. */
  im: Row[]
  /** Letters, and what is changed of them. */
  kl: Row[]
  kls: Row[]
  rs: Row[]
  /** Replies that are gone. */
  rg: Row[]
  ro: Row[]
  cm: Row[]
  t: Row[]
  ts: Row[]
  tr: Row[]
  tx: Row[]
  /** Meetings: new, their cases, changed, their decisions. */
  g1: Row[]
  g2: Row[]
  g3: Row[]
  g4: Row[]
  /** Help requests. */
  h: Row[]
  hs: Row[]
}

/** Lays the commands out as one document. `full` tells whether any of them touches contacts or instructions. */
export function documentOf(commands: readonly Command[]): { document: Document; full: boolean } {
  const doc: Document = {
    g: [],
    l: [],
    c: [],
    n: [],
    r: [],
    e: [],
    o: [],
    d: [],
    w: [],
    v: [],
    vc: [],
    f: [],
    u: [],
    m: [],
    i: [],
    k: [],
    kc: [],
    ks: [],
    kr: [],
    im: [],
    kl: [],
    kls: [],
    rs: [],
    rg: [],
    ro: [],
    cm: [],
    t: [],
    ts: [],
    tr: [],
    tx: [],
    g1: [],
    g2: [],
    g3: [],
    g4: [],
    h: [],
    hs: [],
  }
  let full = false
  commands.forEach(({ change, idempotency }, g) => {
    doc.g.push({ g, n: change.cases.length })
    for (const c of change.cases) layCase(doc, g, c, idempotency?.key)
    if (idempotency) doc.i.push({ g, ...idempotency })
    full = layPapers(doc, g, change) || full
  })
  return { document: doc, full }
}

function layCase(doc: Document, g: number, c: CaseChange, key: string | undefined): void {
  const { report } = c
  if (report) {
    const { reporter, search, ...row } = report
    doc.n.push({ g, key, ...row, ...c.state, search, updatedAt: c.updatedAt })
    if (reporter) doc.r.push({ g, caseId: c.caseId, ...reporter })
  } else {
    doc.l.push({ g, id: c.caseId, version: c.version, touchedAt: c.moved ? undefined : c.updatedAt })
    if (c.moved) doc.c.push({ g, id: c.caseId, ...c.state, updatedAt: c.updatedAt })
  }
  for (const e of c.events) {
    doc.e.push({
      g,
      id: e.id,
      caseId: e.caseId,
      kind: e.kind,
      at: e.at,
      recordedAt: e.recordedAt,
      byKind: e.by.kind,
      byStaff: e.by.staff,
      byName: e.by.name,
      byRole: e.by.role,
      public: e.public,
      data: e.data,
      erasable: e.erasable,
      // An untouched state is put together from the locked row; it would be a quarter of what travels.
      state: report || c.moved ? e.state : undefined,
    })
  }
  for (const { judged: _, ...d } of c.opened) doc.o.push({ g, ...d })
  for (const d of c.changed) {
    doc.d.push({
      g,
      id: d.id,
      dueAt: d.dueAt,
      calendar: d.calendar,
      because: d.because,
      closedAt: d.closedAt,
      closedBy: d.closedBy,
      outcome: d.outcome,
      nextRung: d.nextRung,
      wakeAt: d.wakeAt,
      failures: d.failures,
    })
  }
  for (const d of c.stepped) {
    doc.w.push({ g, id: d.id, nextRung: d.nextRung, wakeAt: d.wakeAt, failures: d.failures })
  }
  for (const v of c.verdicts) doc.v.push({ g, ...v })
  for (const v of c.corrections) doc.vc.push({ g, ...v })
  for (const u of c.rungs) doc.u.push({ g, ...u })
  for (const m of c.notices) doc.m.push({ g, ...m })
}

function layPapers(doc: Document, g: number, change: Change): boolean {
  const before = doc.k.length + doc.ks.length + doc.t.length + doc.ts.length + doc.kl.length + doc.kls.length
  for (const k of change.contacts ?? []) doc.k.push({ g, ...k })
  for (const kc of change.contactCases ?? []) doc.kc.push({ g, ...kc })
  for (const { id, ...fields } of change.contactSets ?? []) doc.ks.push({ g, id, set: fields })
  for (const r of change.replies ?? []) doc.kr.push({ g, ...r })
  for (const m of change.mailSets ?? []) doc.im.push({ g, ...m })
  for (const l of change.letters ?? []) doc.kl.push({ g, ...l })
  for (const c of change.cases) for (const l of c.letters ?? []) doc.kl.push({ g, ...l })
  for (const l of change.letterSets ?? []) doc.kls.push({ g, ...l })
  for (const r of change.replySets ?? []) doc.rs.push({ g, ...r })
  for (const r of change.repliesGone ?? []) doc.rg.push({ g, ...r })
  for (const r of change.opinions ?? []) doc.ro.push({ g, ...r })
  for (const c of change.commitments ?? []) doc.cm.push({ g, ...c })
  for (const t of change.instructions ?? []) doc.t.push({ g, ...t })
  for (const t of change.instructionSets ?? []) doc.ts.push({ g, ...t })
  for (const t of change.instructionReports ?? []) doc.tr.push({ g, ...t, final: t.final ? 1 : 0 })
  for (const t of change.instructionReportSets ?? []) doc.tx.push({ g, ...t })
  for (const m of change.meetings ?? []) doc.g1.push({ g, ...m })
  for (const m of change.meetingCases ?? []) doc.g2.push({ g, ...m })
  for (const m of change.meetingSets ?? []) doc.g3.push({ g, ...m })
  for (const m of change.meetingDecisions ?? []) doc.g4.push({ g, ...m })
  for (const h of change.helps ?? []) doc.h.push({ g, ...h })
  for (const h of change.helpSets ?? []) doc.hs.push({ g, ...h })
  return (
    doc.k.length + doc.ks.length + doc.t.length + doc.ts.length + doc.kl.length + doc.kls.length > before ||
    (change.replies?.length ?? 0) + (change.meetings?.length ?? 0) + (change.meetingSets?.length ?? 0) > 0 ||
    (change.helps?.length ?? 0) + (change.helpSets?.length ?? 0) > 0 ||
    (change.replySets?.length ?? 0) + (change.repliesGone?.length ?? 0) > 0 ||
    (change.opinions?.length ?? 0) > 0 ||
    (change.commitments?.length ?? 0) > 0 ||
    // A promise that was kept in time and is written down after its verdict.
    change.cases.some((c) => c.corrections.length > 0) ||
    (change.instructionReports?.length ?? 0) > 0
  )
}
