/**
 * The ledger's arithmetic. Each case has a chain: every day the hashes of its new events are added to the head of the day
 * before. The day's answers and heads are the leaves of a Merkle tree (RFC 9162, section 2.1), whose root is signed and
 * sent out: whoever keeps the root can tell later whether anything was changed. Hashes are lower-case hex.
 */

import { joined } from './bytes.ts'

/** SHA-256; given in, as domain code has no crypto of its own. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

const text = new TextEncoder()
const LEAF = 0
const NODE = 1

/** The root over the leaves (UTF-8); of none, the hash of nothing. */
export function merkleRoot(leaves: readonly string[], sha256: Sha256): string {
  if (leaves.length === 0) return toHex(sha256(new Uint8Array()))
  return toHex(
    rootOf(
      leaves.map((leaf) => leafHash(leaf, sha256)),
      sha256,
    ),
  )
}

/** What proves that the leaf at the index is under the root: the hashes beside its way up, the lowest first. Throws RangeError. */
export function merklePath(leaves: readonly string[], index: number, sha256: Sha256): string[] {
  if (!(index >= 0 && index < leaves.length)) throw new RangeError(`no leaf ${index} of ${leaves.length}`)
  return pathOf(
    leaves.map((leaf) => leafHash(leaf, sha256)),
    index,
    sha256,
  ).map(toHex)
}

/** The root that the path leads to from the leaf; undefined when it has not the length of such a tree. */
export function rootByPath(
  leaf: string,
  place: { readonly index: number; readonly leaves: number },
  path: readonly string[],
  sha256: Sha256,
): string | undefined {
  if (!(place.index >= 0 && place.index < place.leaves)) return undefined
  const rest = [...path]
  const climb = (index: number, size: number): Uint8Array | undefined => {
    if (size === 1) return leafHash(leaf, sha256)
    const left = splitOf(size)
    const within = index < left ? climb(index, left) : climb(index - left, size - left)
    const beside = rest.shift()
    if (!within || beside === undefined) return undefined
    return index < left ? node(within, fromHex(beside), sha256) : node(fromHex(beside), within, sha256)
  }
  const root = climb(place.index, place.leaves)
  return root && rest.length === 0 ? toHex(root) : undefined
}

/** Where the chain of a case begins. */
export function chainStart(number: string, sha256: Sha256): string {
  return toHex(sha256(text.encode(`daybreak-case-1\n${number}`)))
}

/** The head after a day's events, given by their hashes in the order in which they were written. */
export function chainOn(head: string, events: readonly string[], sha256: Sha256): string {
  return toHex(sha256(joined([fromHex(head), ...events.map(fromHex)])))
}

/** The hash of an event: what everybody may know of it, and the hash of the rest under a salt. */
export function eventHash(envelope: string, contents: string, sha256: Sha256): string {
  return toHex(sha256(joined([text.encode(envelope), fromHex(contents)])))
}

/** The hash of what not everybody may know; without the salt (hex) short contents could be guessed. */
export function contentsHash(contents: string, salt: string, sha256: Sha256): string {
  return toHex(sha256(joined([fromHex(salt), text.encode(contents)])))
}

/** What is signed of a day. */
export const signedText = (date: string, leaves: number, root: string) =>
  `daybreak-ledger-1\n${date}\n${leaves}\n${root}`

const leafHash = (leaf: string, sha256: Sha256) => sha256(joined([Uint8Array.of(LEAF), text.encode(leaf)]))
const node = (left: Uint8Array, right: Uint8Array, sha256: Sha256) => sha256(joined([Uint8Array.of(NODE), left, right]))

/** The largest power of two below the size. */
function splitOf(size: number): number {
  let left = 1
  while (left * 2 < size) left *= 2
  return left
}

function rootOf(hashes: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  if (hashes.length === 1) return hashes[0]!
  const left = splitOf(hashes.length)
  return node(rootOf(hashes.slice(0, left), sha256), rootOf(hashes.slice(left), sha256), sha256)
}

function pathOf(hashes: readonly Uint8Array[], index: number, sha256: Sha256): Uint8Array[] {
  if (hashes.length === 1) return []
  const left = splitOf(hashes.length)
  return index < left
    ? [...pathOf(hashes.slice(0, left), index, sha256), rootOf(hashes.slice(left), sha256)]
    : [...pathOf(hashes.slice(left), index - left, sha256), rootOf(hashes.slice(0, left), sha256)]
}

const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
