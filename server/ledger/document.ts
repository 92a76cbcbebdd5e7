import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto'
import canonicalize from 'canonicalize'
import { contentsHash, eventHash, merkleRoot, signedText } from '../../shared/domain/ledger.ts'

export const DAY_FORMAT = 'daybreak-ledger-1'
export const CASE_FORMAT = 'daybreak-case-1'

/** An answer that was due or given; instants are RFC 3339 in UTC. */
export interface LedgerAnswer {
  readonly number: string
  readonly branch: string
  readonly region: string | null
  readonly category: string
  readonly reportedAt: string
  readonly dueAt: string
  /** `late`: an answer after the verdict `missed`. */
  readonly verdict: 'met' | 'missed' | 'late'
  readonly answeredAt: string | null
  /** From the report to the answer. */
  readonly minutes: number | null
}

export interface LedgerHead {
  readonly number: string
  readonly events: number
  readonly head: string
}

export interface LedgerSeal {
  readonly leaves: number
  readonly root: string
  /** Ed25519 over `signedText`; base64url, as the raw public key. */
  readonly signature: string
  readonly key: string
}

/** A day as it is published and hashed. */
export interface LedgerDay extends LedgerSeal {
  readonly format: typeof DAY_FORMAT
  readonly date: string
  readonly closedAt: string
  readonly previous: { readonly date: string; readonly root: string } | null
  readonly answers: LedgerAnswer[]
  readonly heads: LedgerHead[]
}

/** What everybody may know of an event: none of it is written by a person. */
export interface EventEnvelope {
  readonly id: number
  readonly kind: string
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly public: boolean
}

/** Who did it, and what; told only to those who read the case from inside. */
export interface EventContents {
  readonly staff: number | null
  readonly role: string | null
  readonly data: unknown
}

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()

/** RFC 8785. Throws RangeError for what JSON cannot say. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new RangeError('not a value of JSON')
  return text
}

export const headLeaf = ({ number, events, head }: LedgerHead) => canonical({ number, events, head })

/** The leaves of a day: what it is, its answers, its heads. */
export function leavesOf(day: Omit<LedgerDay, keyof LedgerSeal>): string[] {
  const { format, date, closedAt, previous, answers, heads } = day
  return [canonical({ format, date, closedAt, previous }), ...answers.map(canonical), ...heads.map(headLeaf)]
}

export const rootOf = (leaves: readonly string[]) => merkleRoot(leaves, sha256)

export function hashOfContents(contents: EventContents, salt: string): string {
  return contentsHash(canonical(contents), salt, sha256)
}

export function hashOfEvent(envelope: EventEnvelope, contents: string): string {
  return eventHash(canonical(envelope), contents, sha256)
}

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Whether the seal is signed with its key. */
export function isSigned(date: string, { leaves, root, signature, key }: LedgerSeal): boolean {
  const raw = Buffer.from(key, 'base64url')
  if (raw.length !== 32) return false
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
  return verifySignature(
    null,
    Buffer.from(signedText(date, leaves, root)),
    publicKey,
    Buffer.from(signature, 'base64url'),
  )
}
