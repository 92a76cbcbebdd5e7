import type { z } from 'zod'
import type { AbsenceRow } from '../../db/absences.ts'
import type { RotationRow } from '../../db/rotations.ts'
import type { ShiftRow } from '../../db/shifts.ts'
import type { absenceView, rotationView, shiftView } from '../../shared/contract/roster.ts'
import { rfc3339 } from '../../shared/domain/zone.ts'
import type { Reference } from '../reference.ts'
import { zoneOf } from '../staff/view.ts'

export function viewShift(row: ShiftRow, reference: Reference): z.infer<typeof shiftView> {
  const zone = zoneOf(reference, row.branch)
  return {
    id: row.id,
    branch: row.branch,
    staff: { id: row.staff, name: row.staffName },
    from: rfc3339(zone, row.from),
    to: rfc3339(zone, row.to),
    rotation: row.rotation,
    swappedFrom: row.swappedFrom === null ? null : { id: row.swappedFrom, name: row.swappedFromName ?? '' },
  }
}

export function viewRotation(row: RotationRow, reference: Reference): z.infer<typeof rotationView> {
  const zone = zoneOf(reference, row.branch)
  const instant = (at: number | null) => (at === null ? null : rfc3339(zone, at))
  return {
    id: row.id,
    branch: row.branch,
    members: row.members.map((id, nth) => ({ id, name: row.names[nth] ?? '' })),
    startsOn: row.startsOn,
    shiftDays: row.shiftDays,
    handover: row.handover,
    writtenUntil: instant(row.writtenUntil),
    endedAt: instant(row.endedAt),
  }
}

export function viewAbsence(row: AbsenceRow, reference: Reference): z.infer<typeof absenceView> {
  const zone = zoneOf(reference, row.branch)
  return {
    id: row.id,
    staff: { id: row.staff, name: row.staffName },
    branch: row.branch,
    from: rfc3339(zone, row.from),
    to: rfc3339(zone, row.to),
    reason: row.reason,
  }
}
