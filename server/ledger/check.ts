import type { z } from 'zod'
import { caseProofView, ledgerDayView } from '../../shared/contract/ledger.ts'
import { chainOn, chainStart, rootByPath } from '../../shared/domain/ledger.ts'
import { CASE_FORMAT, hashOfContents, hashOfEvent, headLeaf, isSigned, leavesOf, rootOf, sha256 } from './document.ts'

/** What became of one file: what it is, who signed it, and in plain English what does not hold. */
export interface Checked {
  readonly name: string
  readonly what: string
  readonly key?: string
  readonly faults: readonly string[]
}

type Day = z.infer<typeof ledgerDayView>
type Proof = z.infer<typeof caseProofView>

/** Each file by itself, then what they say of each other. With a key, everything must be signed with it. */
export function checkAll(
  files: readonly { readonly name: string; readonly document: unknown }[],
  key?: string,
): Checked[] {
  const days = new Map<string, Day>()
  for (const { document } of files) {
    const day = ledgerDayView.safeParse(document)
    if (day.success) days.set(day.data.date, day.data)
  }
  return files.map(({ name, document }) => {
    const format = (document as { format?: unknown } | null)?.format
    const parsed = format === CASE_FORMAT ? caseProofView.safeParse(document) : ledgerDayView.safeParse(document)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return {
        name,
        what: 'neither a day of the ledger nor the proof of a case',
        faults: [`${issue?.path.join('.') || 'the whole'}: ${issue?.message}`],
      }
    }
    return {
      name,
      ...('answers' in parsed.data ? checkDay(parsed.data, days, key) : checkProof(parsed.data, days, key)),
    }
  })
}

function checkDay(day: Day, days: ReadonlyMap<string, Day>, key: string | undefined): Omit<Checked, 'name'> {
  const leaves = leavesOf(day)
  const faults = [...sealFaults(day.date, day, key)]
  if (leaves.length !== day.leaves) faults.push(`it has ${leaves.length} leaves, ${day.leaves} were signed`)
  if (rootOf(leaves) !== day.root) faults.push('its contents are not those that were signed: the root is another')
  const before = day.previous && days.get(day.previous.date)
  if (before && before.root !== day.previous?.root)
    faults.push(`it follows another ${before.date} than the one given here`)
  return {
    what: `the ledger of ${day.date}, ${day.answers.length} answers, ${day.heads.length} cases`,
    key: day.key,
    faults,
  }
}

function checkProof(
  { number, days: parts, seal }: Proof,
  days: ReadonlyMap<string, Day>,
  key: string | undefined,
): Omit<Checked, 'name'> {
  const faults: string[] = []
  let head = chainStart(number, sha256)
  let events = 0
  for (const part of parts) {
    head = chainOn(head, part.events.map(hashOf), sha256)
    events += part.events.length
    if (head !== part.head) faults.push(`the events of ${part.date} are not those of that day: the head is another`)
    const there = days.get(part.date)
    if (there && !there.heads.some((h) => h.number === number && h.head === part.head))
      faults.push(`the ledger of ${part.date} given here has another head of this case`)
  }
  const what = `case ${number}, ${events} events`
  if (!seal) return { what: `${what}, in no closed day yet`, faults }
  faults.push(...sealFaults(seal.date, seal, key))
  if (rootByPath(headLeaf({ number, events, head }), seal, seal.path, sha256) !== seal.root)
    faults.push(`it does not stand in the ledger of ${seal.date} as it is here`)
  return { what: `${what}, in the ledger of ${seal.date}`, key: seal.key, faults }
}

function sealFaults(date: string, seal: Parameters<typeof isSigned>[1], key: string | undefined): string[] {
  const faults = isSigned(date, seal) ? [] : ['the signature is not that of the key']
  return key !== undefined && key !== seal.key ? [...faults, `it is signed with another key: ${seal.key}`] : faults
}

function hashOf(event: Proof['days'][number]['events'][number]): string {
  if ('hash' in event) return event.hash
  const { id, kind, at, recordedAt, by, public: isPublic } = event
  const envelope = { id, kind, at, recordedAt, by, public: isPublic }
  if ('contents' in event) return hashOfEvent(envelope, event.contents)
  const { staff, role, data, salt } = event
  return hashOfEvent(envelope, hashOfContents({ staff, role, data }, salt))
}
