import type { BriefList, BriefRow } from '../../db/brief.ts'
import type { BriefView } from '../../shared/contract/brief.ts'
import { isOverdue } from '../../shared/domain/clock.ts'
import type { Text3 } from '../../shared/domain/text.ts'
import { localDate, rfc3339 } from '../../shared/domain/zone.ts'
import type { Reference } from '../reference.ts'
import type { Brief } from './read.ts'

type Line = BriefView['overdue']['items'][number]

/** A brief as the contract shows it; instants with the offset of the case's own place. */
export function viewBrief(
  brief: Brief,
  branch: string,
  zone: string,
  reference: Reference,
  publicUrl: string,
  at: number,
): BriefView {
  const named = (code: string, name: Text3 | undefined) => ({ code, name: name ?? { kk: code, ru: code, en: code } })
  const ofBranch = (code: string) => named(code, reference.branch(code)?.name)
  const line = (row: BriefRow): Line => ({
    number: row.number,
    url: `${publicUrl}/desk/cases/${row.number}`,
    category: named(row.category, reference.category(row.category)?.name),
    region: row.region === null ? null : named(row.region, reference.region(row.region)?.name),
    district: row.district === null ? null : named(row.district, reference.district(row.district)?.name),
    branch: ofBranch(row.branch),
    owner: row.owner,
    status: row.status,
    severity: row.severity,
    deadline: row.deadline,
    dueAt: row.dueAt === null ? null : rfc3339(row.zone, row.dueAt),
    overdue: row.dueAt !== null && isOverdue(row.dueAt, at),
    body: row.body === null ? null : named(row.body, reference.body(row.body)?.name),
    outgoingNumber: row.outgoing,
  })
  const section = (list: BriefList) => ({ total: list.total, items: list.rows.map(line) })
  return {
    branch: ofBranch(branch),
    date: localDate(zone, at),
    at: rfc3339(zone, at),
    overdue: section(brief.overdue),
    dueToday: section(brief.dueToday),
    fresh: section(brief.fresh),
    replies: section(brief.replies),
    ungraded: section(brief.ungraded),
    confirmations: section(brief.confirmations),
    gaps: brief.gaps.map((gap) => ({
      branch: ofBranch(gap.branch),
      from: rfc3339(zone, gap.from),
      to: rfc3339(zone, gap.to),
    })),
    centre: brief.centre && {
      raised: section(brief.centre.raised),
      faults: section(brief.centre.faults),
      branches: brief.centre.branches.map((b) => ({ branch: ofBranch(b.branch), overdue: b.overdue })),
    },
  }
}
