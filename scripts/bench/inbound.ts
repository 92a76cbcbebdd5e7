import { Readable } from 'node:stream'
import pino from 'pino'
import PostalMime from 'postal-mime'
import { connect } from '../../db/client.ts'
import { IdSource } from '../../db/ids.ts'
import { readConfig } from '../../server/config.ts'
import type { Deps } from '../../server/deps.ts'
import { keepMail } from '../../server/inbound/keep.ts'
import { Reader } from '../../server/inbound/reader.ts'
import { receive } from '../../server/inbound/receive.ts'
import { Secrets } from '../../server/secrets.ts'
import { WorldKeeper } from '../../server/world.ts'
import type { Ground } from './ground.ts'
import type { BenchOptions, BenchResult } from './result.ts'

const DATABASE = 'bench_inbound'

/** Mails from the wire to their place: kept, read in the bounded thread, matched and set down; beside it the parser alone. */
export async function benchInbound(ground: Ground, { quick, say }: BenchOptions): Promise<BenchResult[]> {
  const mails = Array.from({ length: quick ? 300 : 2_000 }, (_, n) => Buffer.from(mailOf(n)))
  const url = await ground.copy(DATABASE)
  const result = readConfig({ DATABASE_URL: url, SECRET_KEY: '5'.repeat(64), DATA_DIR: `${ground.folder}/inbound` })
  if ('faults' in result) throw new Error(result.faults.join('\n'))
  const sql = connect(url, { max: 8 })
  const deps: Deps = {
    config: result.config,
    log: pino({ level: 'error' }),
    sql,
    now: Date.now,
    secrets: new Secrets(result.config.secretKey),
    ids: new IdSource(sql),
    world: await WorldKeeper.open(sql),
  }
  const reader = new Reader()
  try {
    const kept = await rateOf(mails.length, async () => {
      const lanes = Array.from({ length: 8 }, async (_, lane) => {
        for (let n = lane; n < mails.length; n += 8) {
          const to = [`office@${deps.config.mailDomain}`]
          await keepMail(deps, Readable.from([mails[n]!]), {
            via: 'smtp',
            from: 'k@b.example',
            to,
            receivedAt: deps.now(),
          })
        }
      })
      await Promise.all(lanes)
    })
    let did = {}
    const read = await rateOf(mails.length, async () => {
      did = await receive(deps, reader, { at: deps.now(), alive: () => Promise.resolve(true) })
    })
    const parser = await rateOf(mails.length, async () => {
      for (const mail of mails) await PostalMime.parse(mail)
    })
    say(`  ${mails.length} mails: ${JSON.stringify(did)}`)
    const of = (name: string, value: number, note: string): BenchResult => ({
      name,
      unit: 'mails/s',
      value,
      floor: parser,
      ratio: value / parser,
      note,
    })
    return [
      of('mail, kept', kept, 'until committed, 8 at once; floor: the parser alone'),
      of('mail, read', read, 'parsed in its thread, matched, set down; floor: the parser alone'),
    ]
  } finally {
    await reader.close()
    await sql.end({ timeout: 2 })
    await ground.drop(DATABASE)
  }
}

async function rateOf(count: number, work: () => Promise<void>): Promise<number> {
  const begun = performance.now()
  await work()
  return (count * 1000) / (performance.now() - begun)
}

/** Six of ten answer nothing we know, one is an auto-reply, three bring a document. */
function mailOf(n: number): string {
  const auto = n % 10 === 9 ? 'Auto-Submitted: auto-replied\n' : ''
  const head = `From: Kanc <kanc@roads.example>
To: office@daybreak.localhost
Subject: =?utf-8?B?${Buffer.from(`Ответ ${n}`).toString('base64')}?=
Date: Tue, 24 Nov 2026 10:00:00 +0500
Message-ID: <bench${n}@roads.example>
${auto}MIME-Version: 1.0
`
  const text = `Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nРаботы по обращению ${n} внесены в план.\n\n> Просим сообщить о сроках.\n`
  if (n % 10 >= 3) return head + text
  const file = Buffer.alloc(20_000, `%PDF-1.7 ${n} `).toString('base64').replace(/.{76}/g, '$&\n')
  return `${head}Content-Type: multipart/mixed; boundary=b

--b
${text}
--b
Content-Type: application/pdf; name=answer.pdf
Content-Disposition: attachment; filename=answer.pdf
Content-Transfer-Encoding: base64

${file}
--b--
`
}
