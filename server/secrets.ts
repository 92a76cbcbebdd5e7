import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
} from 'node:crypto'

/**
 * Everything made with the secret key, which never enters the database. One derived key per purpose (HKDF, RFC 5869),
 * so that what leaks for one purpose is useless for another.
 */
export class Secrets {
  private readonly keys: Record<
    'seal' | 'tracking' | 'match' | 'idempotency' | 'session' | 'cursor' | 'mail' | 'ledger',
    Buffer
  >
  private readonly ledgerKey: KeyObject

  constructor(secretKey: Buffer) {
    const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secretKey, 'daybreak', purpose, 32))
    this.keys = {
      seal: derive('seal'),
      tracking: derive('tracking'),
      match: derive('match'),
      idempotency: derive('idempotency'),
      session: derive('session'),
      cursor: derive('cursor'),
      mail: derive('mail'),
      ledger: derive('ledger salt'),
    }
    this.ledgerKey = createPrivateKey({
      key: Buffer.concat([PKCS8_ED25519, derive('ledger')]),
      format: 'der',
      type: 'pkcs8',
    })
  }

  /** The reporter's token of a case: 128 bits, derived, so that a repeated request gets the same one. */
  trackingToken(caseId: number): string {
    return createHmac('sha256', this.keys.tracking)
      .update(String(caseId))
      .digest()
      .subarray(0, 16)
      .toString('base64url')
  }

  /** What is stored of a token; base64. */
  hash(token: string): string {
    return createHash('sha256').update(token).digest('base64')
  }

  /** A keyed hash by which equal values are found without being readable (IIN, phone, e-mail, idempotency key); base64. */
  match(kind: string, value: string): string {
    return createHmac('sha256', this.keys.match).update(`${kind}\0${value}`).digest('base64')
  }

  idempotencyKey(caller: string, route: string, key: string): string {
    return createHmac('sha256', this.keys.idempotency).update(`${caller}\0${route}\0${key}`).digest('base64')
  }

  /** AES-256-GCM; `bound` ties the sealed value to its row, so that it cannot be moved to another. */
  seal(plain: string, bound: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.keys.seal, nonce).setAAD(Buffer.from(bound))
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
    return Buffer.concat([Buffer.from([1]), nonce, cipher.getAuthTag(), body]).toString('base64')
  }

  /** Throws when the value was altered, moved or sealed with another key. */
  unseal(sealed: Buffer, bound: string): string {
    if (sealed[0] !== 1) throw new Error('unknown seal version')
    const decipher = createDecipheriv('aes-256-gcm', this.keys.seal, sealed.subarray(1, 13)).setAAD(Buffer.from(bound))
    decipher.setAuthTag(sealed.subarray(13, 29))
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8')
  }

  /** The CSRF token of a session: derived from it, so that nothing more is stored. */
  csrfToken(sessionToken: string): string {
    return createHmac('sha256', this.keys.session).update(`csrf\0${sessionToken}`).digest('base64url')
  }

  /** A short authenticator for a Message-ID or a reply address; base32-like hex, `bits` long. */
  mailMac(value: string, bits = 128): string {
    return createHmac('sha256', this.keys.mail)
      .update(value)
      .digest('hex')
      .slice(0, bits / 4)
  }

  /** Signs a day of the ledger: Ed25519 (RFC 8032), base64url. */
  signLedger(text: string): string {
    return sign(null, Buffer.from(text), this.ledgerKey).toString('base64url')
  }

  /** The public half, raw, base64url. */
  ledgerPublicKey(): string {
    return createPublicKey(this.ledgerKey).export({ format: 'jwk' }).x!
  }

  /** What keeps the contents of an event from being guessed by their hash; 128 bits, hex. */
  ledgerSalt(eventId: number): string {
    return createHmac('sha256', this.keys.ledger).update(String(eventId)).digest('hex').slice(0, 32)
  }
}

const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

export function sameSecret(a: string, b: string): boolean {
  const x = Buffer.from(a)
  const y = Buffer.from(b)
  return x.length === y.length && timingSafeEqual(x, y)
}

/** A new random token, 256 bits. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}
