import type { ChainEvent } from '../../db/ledger.ts'
import type { Secrets } from '../secrets.ts'
import { type EventContents, type EventEnvelope, hashOfContents, hashOfEvent } from './document.ts'

export const envelopeOf = (event: ChainEvent): EventEnvelope => ({
  id: event.id,
  kind: event.kind,
  at: new Date(event.at).toISOString(),
  recordedAt: new Date(event.recordedAt).toISOString(),
  by: event.byKind,
  public: event.public,
})

/** What may be erased is not in it: the data hold only its seal (shared/domain/seal.ts), so that the chain outlives it. */
export const contentsOf = ({ byStaff, byRole, data }: ChainEvent): EventContents => ({
  staff: byStaff,
  role: byRole,
  data,
})

/** The hash of the contents under the salt of the event. */
export const contentsHashOf = (event: ChainEvent, secrets: Secrets) =>
  hashOfContents(contentsOf(event), secrets.ledgerSalt(event.id))

export const hashOf = (event: ChainEvent, secrets: Secrets) =>
  hashOfEvent(envelopeOf(event), contentsHashOf(event, secrets))
