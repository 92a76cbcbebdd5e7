import { createPrivateKey, randomBytes } from 'node:crypto'
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import cron from 'node-cron'
import { z } from 'zod'
import { giveToOwnerOfFolder, makeDataDir } from '../db/embedded-owner.ts'

const onOff = (byDefault: 'on' | 'off') =>
  z
    .enum(['on', 'off', 'true', 'false', '1', '0'])
    .default(byDefault)
    .transform((v) => v === 'on' || v === 'true' || v === '1')
const port = (byDefault: number) => z.coerce.number().int().min(0).max(65_535).default(byDefault)

/** The environment as it is written; every variable optional. */
const environment = z.object({
  NODE_ENV: z.string().default('development'),
  PORT: port(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATABASE_READ_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  SECRET_KEY: z.string().optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(10, 'must have at least 10 characters').optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.string().min(3).optional(),
  MAIL_DOMAIN: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be a domain name')
    .default('daybreak.localhost'),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[a-z0-9.-]+$/i, 'must be the name of a DNS record')
    .optional(),
  DKIM_PRIVATE_KEY: z.string().optional(),
  DKIM_KEY_FILE: z.string().optional(),
  INBOUND_SMTP_PORT: port(0),
  INBOUND_LMTP: onOff('off'),
  IMAP_URL: z
    .string()
    .regex(/^imaps?:\/\/[^/@]+@[^/@]+/, 'must be imaps://user:password@host/folder')
    .refine((v) => URL.canParse(v), 'must be imaps://user:password@host/folder')
    .optional(),
  ENGINE_CRON: z
    .string()
    .refine((v) => cron.validate(v), 'must be a cron expression of five or six fields')
    .default('* * * * *'),
  ENGINE: onOff('on'),
  RATE_LIMIT: onOff('on'),
  LIVE_SOCKETS_PER_ADDRESS: z.coerce.number().int().min(1).default(1_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: z.string().optional(),
  // One origin and no other is let through by the policy of the pages, so there is no {s}.
  MAP_TILES_URL: z
    .string()
    .refine(
      (v) => /^https?:\/\/[^/{}\s]+\//.test(v) && URL.canParse(v) && ['{z}', '{x}', '{y}'].every((p) => v.includes(p)),
      'must be https://host/…{z}…{x}…{y}…',
    )
    .refine((v) => v.replace(/\{[zxy]\}/g, '').search(/[{}]/) < 0, 'may hold {z}, {x} and {y} and no other placeholder')
    .optional(),
  MAP_ATTRIBUTION: z.string().max(500).optional(),
})

export interface Config {
  readonly nodeEnv: string
  readonly port: number
  readonly host: string
  /** Undefined: the embedded database in `dataDir`. */
  readonly databaseUrl: string | undefined
  readonly databaseReadUrl: string | undefined
  readonly dataDir: string
  readonly publicUrl: string
  readonly secretKey: Buffer
  readonly admin: { readonly email: string; readonly password: string } | undefined
  readonly smtpUrl: string | undefined
  readonly mailFrom: string
  readonly mailDomain: string
  /** 0: no listener. */
  /** Signs letters to bodies; undefined: they go unsigned. */
  readonly dkim?: { readonly selector: string; readonly privateKey: string } | undefined
  readonly inboundSmtpPort: number
  /** The listener speaks LMTP instead of SMTP. */
  readonly inboundLmtp: boolean
  /** A mailbox that is polled: imaps://user:password@host/folder, `?moveTo=folder` for where a mail goes once it is kept. */
  readonly imapUrl: string | undefined
  readonly engineCron: string
  readonly engine: boolean
  readonly rateLimit: boolean
  /** Live sockets from one address at a time; counted only while `rateLimit`. */
  readonly liveSocketsPerAddress: number
  readonly logLevel: string
  /** As Fastify takes it: false, true, a number of hops, or addresses. */
  readonly trustProxy: boolean | number | string
  /** Pictures under the borders of our maps; undefined: none, and no other service is asked. */
  readonly mapTiles?: { readonly url: string; readonly origin: string; readonly attribution: string } | undefined
}

export type ConfigResult = { readonly config: Config } | { readonly faults: readonly string[] }

/** Reads the environment once; all faults together, each naming its variable. Makes the secret key where that is allowed. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  // An empty variable is an unset one: that is what `VAR=` in a compose file means.
  const given = Object.fromEntries(Object.entries(env).filter(([, v]) => v !== ''))
  const parsed = environment.safeParse(given)
  const faults = parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`)
  if ((given.ADMIN_EMAIL === undefined) !== (given.ADMIN_PASSWORD === undefined))
    faults.push('ADMIN_EMAIL, ADMIN_PASSWORD: set both or neither')
  if (given.MAP_TILES_URL !== undefined && given.MAP_ATTRIBUTION === undefined)
    faults.push('MAP_ATTRIBUTION: say whose map MAP_TILES_URL shows, as its owner asks')
  const dkim = readDkim(given, faults)
  const givenKey = given.SECRET_KEY === undefined ? undefined : keyOf(given.SECRET_KEY, faults)
  if (given.SECRET_KEY === undefined && given.NODE_ENV === 'production' && given.DATABASE_URL !== undefined) {
    faults.push(
      'SECRET_KEY: required in production with DATABASE_URL (32 bytes as base64 or hex: openssl rand -base64 32)',
    )
  }
  if (!parsed.success || faults.length > 0) return { faults }
  const e = parsed.data
  const dataDir = resolve(e.DATA_DIR)
  const secretKey = givenKey ?? keptKey(dataDir, faults)
  if (!secretKey) return { faults }
  return {
    config: {
      nodeEnv: e.NODE_ENV,
      port: e.PORT,
      host: e.HOST,
      databaseUrl: e.DATABASE_URL,
      databaseReadUrl: e.DATABASE_READ_URL,
      dataDir,
      publicUrl: (e.PUBLIC_URL ?? `http://${e.HOST.includes(':') ? `[${e.HOST}]` : e.HOST}:${e.PORT}`).replace(
        /\/+$/,
        '',
      ),
      secretKey,
      admin: e.ADMIN_EMAIL && e.ADMIN_PASSWORD ? { email: e.ADMIN_EMAIL, password: e.ADMIN_PASSWORD } : undefined,
      smtpUrl: e.SMTP_URL,
      mailFrom: e.MAIL_FROM ?? `daybreak@${e.MAIL_DOMAIN}`,
      mailDomain: e.MAIL_DOMAIN,
      dkim: dkim ?? undefined,
      inboundSmtpPort: e.INBOUND_SMTP_PORT,
      inboundLmtp: e.INBOUND_LMTP,
      imapUrl: e.IMAP_URL,
      engineCron: e.ENGINE_CRON,
      engine: e.ENGINE,
      rateLimit: e.RATE_LIMIT,
      liveSocketsPerAddress: e.LIVE_SOCKETS_PER_ADDRESS,
      logLevel: e.LOG_LEVEL,
      trustProxy: proxy(e.TRUST_PROXY),
      mapTiles:
        e.MAP_TILES_URL && e.MAP_ATTRIBUTION
          ? { url: e.MAP_TILES_URL, origin: new URL(e.MAP_TILES_URL).origin, attribution: e.MAP_ATTRIBUTION }
          : undefined,
    },
  }
}

/** The key that signs letters, as PEM or in a file; base64 of a PEM is taken too, for variables without line breaks. */
function readDkim(
  given: Readonly<Record<string, string | undefined>>,
  faults: string[],
): { selector: string; privateKey: string } | undefined {
  const { DKIM_SELECTOR: selector, DKIM_PRIVATE_KEY: key, DKIM_KEY_FILE: file } = given
  if (selector === undefined && key === undefined && file === undefined) return undefined
  if (selector === undefined || (key === undefined) === (file === undefined)) {
    faults.push('DKIM_SELECTOR, DKIM_PRIVATE_KEY, DKIM_KEY_FILE: set the selector and one of the other two')
    return undefined
  }
  const name = key === undefined ? 'DKIM_KEY_FILE' : 'DKIM_PRIVATE_KEY'
  try {
    const text = key === undefined ? readFileSync(file!, 'utf8') : key
    const privateKey = text.includes('-----') ? text.replaceAll('\\n', '\n') : Buffer.from(text, 'base64').toString()
    createPrivateKey(privateKey)
    return { selector, privateKey }
  } catch (error) {
    const unreadable = (error as NodeJS.ErrnoException).code === 'ENOENT'
    faults.push(`${name}: ${unreadable ? 'there is no such file' : 'must be a private key (PEM)'}`)
    return undefined
  }
}

function proxy(value: string | undefined): boolean | number | string {
  if (value === undefined || value === 'false' || value === 'off') return false
  if (value === 'true' || value === 'on') return true
  return /^\d+$/.test(value) ? Number(value) : value
}

/** The key of this data folder: made once and kept where only its owner reads it. */
function keptKey(dataDir: string, faults: string[]): Buffer | undefined {
  const file = join(dataDir, 'secret.key')
  try {
    makeDataDir(dataDir)
    if (!existsSync(file)) writeKey(file)
    return keyOf(readFileSync(file, 'utf8').trim(), faults, file)
  } catch (error) {
    faults.push(`DATA_DIR: ${error instanceof Error ? error.message : error}`)
    return undefined
  }
}

/** Of several instances starting at once one makes the key, and no one reads half of it: a link appears whole and once. */
function writeKey(file: string): void {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  giveToOwnerOfFolder(fresh)
  try {
    linkSync(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}

function keyOf(text: string, faults: string[], name = 'SECRET_KEY'): Buffer | undefined {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64')
  if (key.length === 32) return key
  faults.push(`${name}: must be 32 bytes as base64 or hex`)
  return undefined
}
