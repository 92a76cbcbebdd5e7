import { createHash, randomBytes } from 'node:crypto'
import type { Sealed } from '../shared/domain/seal.ts'

/** The seal of a reporter's words, under a new salt (shared/domain/seal.ts). */
export function sealText(text: string): Sealed {
  const salt = randomBytes(16).toString('base64')
  return { salt, seal: sealWith(salt, text) }
}

function sealWith(salt: string, text: string): string {
  return createHash('sha256').update(salt).update(text).digest('base64')
}
