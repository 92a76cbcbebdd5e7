/**
 * A reporter's words stand apart from the event that tells of them, so that they can be erased: the event holds only
 * their seal, base64 of SHA-256 over the salt (as written) and the text (UTF-8), and stays verifiable without them.
 */
export interface Sealed {
  readonly seal: string
  readonly salt: string
}

/** What the event keeps for ever. */
export function sealOf(sealed: Sealed | undefined): { seal?: string } {
  return sealed ? { seal: sealed.seal } : {}
}

/** What may be erased. */
export function wordsOf(text: string | undefined, sealed: Sealed | undefined): { erasable?: Record<string, unknown> } {
  return text === undefined ? {} : { erasable: { text, ...(sealed ? { salt: sealed.salt } : {}) } }
}
