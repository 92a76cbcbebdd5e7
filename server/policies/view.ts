import type { z } from 'zod'
import type { PolicyRow } from '../../db/policies.ts'
import type { PolicyData, policyItem, policyView, TrialView } from '../../shared/contract/policy.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Reference } from '../reference.ts'
import { zoneOf } from '../staff/view.ts'

export function viewPolicyItem(
  row: Omit<PolicyRow, 'data' | 'trial'>,
  reference: Reference,
): z.infer<typeof policyItem> {
  const zone = zoneOf(reference, 'KZ')
  const instant = (at: number | null) => (at === null ? null : rfc3339(zone, at))
  const person = (id: number | null, name: string | null) => (id === null ? null : { id, name: name ?? '' })
  return {
    version: row.version,
    state: row.state,
    note: row.note,
    createdAt: rfc3339(zone, row.createdAt),
    createdBy: person(row.createdBy, row.createdByName),
    triedAt: instant(row.triedAt),
    activatedAt: instant(row.activatedAt),
    activatedBy: person(row.activatedBy, row.activatedByName),
  }
}

export function viewPolicy(row: PolicyRow, reference: Reference): z.infer<typeof policyView> {
  const { version: _, ...data } = row.data
  return {
    ...viewPolicyItem(row, reference),
    data: data as PolicyData as z.infer<typeof policyView>['data'],
    trial: row.trial as TrialView | null,
  }
}
