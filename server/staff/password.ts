import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { HttpProblem } from '../problem.ts'

/** OWASP's first choice for scrypt: 128 MiB and about a third of a second. */
const COST = { log2: 17, r: 8, p: 1 } as const
const KEY_BYTES = 32
const PASSWORD_MIN = 10

/** Two hashes at a time take 256 MiB and leave threads of libuv's four to files and names; a flood waits, and then is sent away. */
const RUNNING_MAX = 2
const WAITING_MAX = 50
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= RUNNING_MAX) {
    if (waiting.length >= WAITING_MAX) throw new HttpProblem('unavailable', { seconds: 10 })
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    // The place goes to whoever waits longest.
    if (next) next()
    else running--
  }
}

/** One spelling for the same letters: й typed on a Mac is two code points elsewhere. */
const bytesOf = (password: string) => Buffer.from(password.normalize('NFKC'))

function derive(password: string, salt: Buffer, { log2, r, p }: { log2: number; r: number; p: number }) {
  const N = 2 ** log2
  return inTurn(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(bytesOf(password), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
          error ? reject(error) : resolve(key),
        )
      }),
  )
}

/** `scrypt$log2(N)$r$p$salt$key`; the parameters travel with the hash, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST)
  return ['scrypt', COST.log2, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

const NOBODY = ['scrypt', COST.log2, COST.r, COST.p, Buffer.alloc(16).toString('base64'), ''].join('$')

/**
 * Whether the password is the one that was hashed. Takes the same time when there is no hash at all. `weak` says that
 * the hash was made with lesser parameters than today's and should be made anew.
 */
export async function verifyPassword(
  password: string,
  stored: string | null | undefined,
): Promise<{ ok: boolean; weak: boolean }> {
  const [scheme, log2, r, p, salt = '', key = ''] = (stored ?? NOBODY).split('$')
  if (scheme !== 'scrypt') throw new Error('a password hash of an unknown scheme')
  const cost = { log2: Number(log2), r: Number(r), p: Number(p) }
  const derived = await derive(password, Buffer.from(salt, 'base64'), cost)
  const wanted = Buffer.from(key, 'base64')
  const ok = wanted.length === derived.length && timingSafeEqual(wanted, derived)
  return { ok, weak: cost.log2 < COST.log2 || cost.r < COST.r || cost.p < COST.p }
}

const COMMON = ['password', 'passw0rd', 'qwerty', 'йцукен', 'парол', 'құпиясөз', '12345678', 'daybreak', 'letmein']

type Owner = { readonly email?: string; readonly name?: string }

/** Throws `weak_password`; see `isWeak`. */
export function refuseWeak(password: string, of: Owner = {}): void {
  if (isWeak(password, of)) throw new HttpProblem('weak_password', { min: PASSWORD_MIN }, ['password'])
}

/** Too short, hardly any different letters, or little more than a common word or one's own name or address. */
export function isWeak(password: string, of: Owner = {}): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  const own = [of.email?.split('@')[0], ...(of.name?.split(/\s+/) ?? [])]
    .map((word) => word?.toLowerCase())
    .filter((word): word is string => word !== undefined && word.length >= 4)
  // What is left when the easy words are taken out has to be long enough by itself.
  const rest = [...COMMON, ...own].reduce((text, word) => text.replaceAll(word, ''), plain)
  return [...plain].length < PASSWORD_MIN || [...rest].length < 8 || new Set(plain).size < 5
}

/** Easy to read out and type: no letter that looks like another; 16 of 31 letters are 79 bits. */
export function makePassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group(), group()].join('-')
}
