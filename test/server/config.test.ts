import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { type Config, readConfig } from '../../server/config.ts'

const key = Buffer.alloc(32, 1)

function configOf(env: Record<string, string>): Config {
  const result = readConfig(env)
  if ('faults' in result) throw new Error(result.faults.join('\n'))
  return result.config
}

const faultsOf = (env: Record<string, string>) => {
  const result = readConfig(env)
  return 'faults' in result ? result.faults : []
}

const folder = (t: Test) => join(t.testdir({}), 'data')

t.test('nothing set: the documented defaults', async (t) => {
  const dataDir = folder(t)
  const { secretKey, ...rest } = configOf({ DATA_DIR: dataDir })
  t.equal(secretKey.length, 32)
  t.match(rest, {
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    publicUrl: 'http://127.0.0.1:3000',
    engineCron: '* * * * *',
    engine: true,
    rateLimit: true,
    inboundSmtpPort: 0,
    admin: undefined,
    trustProxy: false,
  })
})

t.test('the secret key is made once and only its owner may read it', async (t) => {
  const dataDir = folder(t)
  const first = configOf({ DATA_DIR: dataDir }).secretKey
  t.strictSame(configOf({ DATA_DIR: dataDir }).secretKey, first)
  const file = join(dataDir, 'secret.key')
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.strictSame(Buffer.from(readFileSync(file, 'utf8'), 'base64'), first)
})

t.test('a given key is taken as base64 or hex, and written nowhere', async (t) => {
  const dataDir = folder(t)
  t.strictSame(configOf({ DATA_DIR: dataDir, SECRET_KEY: key.toString('hex') }).secretKey, key)
  t.strictSame(configOf({ DATA_DIR: dataDir, SECRET_KEY: key.toString('base64') }).secretKey, key)
  t.throws(() => statSync(dataDir), { code: 'ENOENT' })
})

t.test(
  'a DKIM key is taken as PEM, with escaped line breaks, as base64, or from a file; half of it is a fault',
  async (t) => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const home = t.testdir({ 'dkim.pem': pem })
    const file = join(home, 'dkim.pem')
    const base = { DATA_DIR: join(home, 'data'), DKIM_SELECTOR: 'd2026' }
    t.equal(configOf({ DATA_DIR: base.DATA_DIR }).dkim, undefined)
    const good: Record<string, string>[] = [
      { DKIM_PRIVATE_KEY: pem },
      { DKIM_PRIVATE_KEY: pem.replaceAll('\n', '\\n') },
      { DKIM_PRIVATE_KEY: Buffer.from(pem).toString('base64') },
      { DKIM_KEY_FILE: file },
    ]
    for (const given of good) t.same(configOf({ ...base, ...given }).dkim, { selector: 'd2026', privateKey: pem })
    const bad: Record<string, string>[] = [
      base,
      { DKIM_PRIVATE_KEY: pem },
      { ...base, DKIM_PRIVATE_KEY: pem, DKIM_KEY_FILE: file },
      { ...base, DKIM_PRIVATE_KEY: 'secret' },
      { ...base, DKIM_KEY_FILE: '/nowhere/dkim.pem' },
      { ...base, DKIM_SELECTOR: 'a b', DKIM_PRIVATE_KEY: pem },
    ]
    for (const faulty of bad) {
      const faults = faultsOf({ DATA_DIR: base.DATA_DIR, ...faulty })
      t.match(faults.join(), 'DKIM_')
      t.notMatch(faults.join(), 'secret')
    }
  },
)

t.test('an empty variable is an unset one', async (t) => {
  t.match(configOf({ DATA_DIR: folder(t), PORT: '', SMTP_URL: '', ENGINE: '' }), {
    port: 3000,
    smtpUrl: undefined,
    engine: true,
  })
})

t.test('all faults come together, each with its variable and none with its value', async (t) => {
  const faults = faultsOf({
    PORT: '70000',
    DATABASE_URL: 'mysql://user:geheim@db/x',
    NODE_ENV: 'production',
    ENGINE_CRON: 'every minute',
    ENGINE: 'maybe',
    LOG_LEVEL: 'loud',
    ADMIN_EMAIL: 'aigul@example.kz',
    PUBLIC_URL: 'ftp://example.kz',
    MAIL_DOMAIN: 'two words',
  })
  for (const name of [
    'PORT',
    'DATABASE_URL',
    'ENGINE_CRON',
    'ENGINE',
    'LOG_LEVEL',
    'ADMIN_PASSWORD',
    'PUBLIC_URL',
    'MAIL_DOMAIN',
    'SECRET_KEY',
  ]) {
    t.ok(
      faults.some((fault) => fault.includes(name)),
      name,
    )
  }
  t.notMatch(faults.join('\n'), /geheim|aigul|two words/)
})

t.test('in production a key is asked for where several instances could each make one', async (t) => {
  const production = { NODE_ENV: 'production', DATA_DIR: folder(t) }
  const url = 'postgres://daybreak@db/daybreak'
  t.match(faultsOf({ ...production, DATABASE_URL: url }), [/SECRET_KEY: required/])
  t.strictSame(faultsOf({ ...production, DATABASE_URL: url, SECRET_KEY: key.toString('hex') }), [])
  t.strictSame(faultsOf(production), [], 'with the embedded database it is kept beside it')
})

t.test('a key that is too short, or a data folder that is a file, is a fault and not a crash', async (t) => {
  t.match(faultsOf({ SECRET_KEY: 'c2hvcnQ=' }), [/SECRET_KEY: must be 32 bytes/])
  const file = join(t.testdir({ file: 'text' }), 'file')
  t.match(faultsOf({ DATA_DIR: file }), [/DATA_DIR: .*cannot be written/])
  const dataDir = folder(t)
  mkdirSync(join(dataDir, 'secret.key'), { recursive: true })
  t.match(faultsOf({ DATA_DIR: dataDir }), [/DATA_DIR: /])
})

t.test('tiles of a map: one origin, its owner named; anything else is a fault', async (t) => {
  const DATA_DIR = folder(t)
  const url = 'https://tiles.example:8443/base/{z}/{x}/{y}.png?key=a'
  t.equal(configOf({ DATA_DIR }).mapTiles, undefined)
  t.equal(configOf({ DATA_DIR, MAP_TILES_URL: '', MAP_ATTRIBUTION: '' }).mapTiles, undefined)
  t.same(configOf({ DATA_DIR, MAP_TILES_URL: url, MAP_ATTRIBUTION: '© Карта' }).mapTiles, {
    url,
    origin: 'https://tiles.example:8443',
    attribution: '© Карта',
  })
  t.match(faultsOf({ DATA_DIR, MAP_TILES_URL: url }), [/^MAP_ATTRIBUTION: /])
  for (const wrong of [
    'https://{s}.tiles.example/{z}/{x}/{y}.png',
    'https://tiles.example/{z}/{x}/{y}{r}.png',
    'https://tiles.example/{z}/{x}.png',
    'ftp://tiles.example/{z}/{x}/{y}.png',
    'https://tiles.example {z}/{x}/{y}.png',
    "https://tiles.example; script-src 'unsafe-inline'/{z}/{x}/{y}.png",
    '//tiles.example/{z}/{x}/{y}.png',
    'https:///{z}/{x}/{y}.png',
    'tiles',
  ])
    t.match(faultsOf({ DATA_DIR, MAP_TILES_URL: wrong, MAP_ATTRIBUTION: 'a' }), [/^MAP_TILES_URL: /], wrong)
})
