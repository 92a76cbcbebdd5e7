import DKIM from 'nodemailer/lib/dkim'
import type { Config } from '../config.ts'

/** The message with a DKIM signature of our domain when a key is set (RFC 6376), else as it is. */
export async function signed(raw: Buffer, { dkim, mailDomain }: Config): Promise<Buffer> {
  if (!dkim) return raw
  const signer = new DKIM({ domainName: mailDomain, keySelector: dkim.selector, privateKey: dkim.privateKey })
  const chunks: Buffer[] = []
  for await (const chunk of signer.sign(raw)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
