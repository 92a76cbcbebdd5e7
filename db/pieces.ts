import type { Sql } from './client.ts'

/** A part of the bytes of a mail, in the order they came; all of them under one `raw` are the mail. */
export interface Piece {
  readonly raw: number
  readonly piece: number
  readonly bytes: Uint8Array
  /** Epoch ms. */
  readonly at: number
}

/** Keeps a piece of a mail that is still coming; what never ends is taken away later (`forgetPieces`). */
export async function savePiece(sql: Sql, { raw, piece, bytes, at }: Piece): Promise<void> {
  await sql`insert into inbound_raws (raw, piece, bytes, at) values (${raw}, ${piece}, ${Buffer.from(bytes)}, ${at})`
}

/** Takes away the pieces of a mail that broke off. */
export async function dropPieces(sql: Sql, raw: number): Promise<void> {
  await sql`
    delete from inbound_raws where raw = ${raw} and not exists (select from inbound_mails where raw = ${raw})`
}

/** The whole mail as it came, read piece by piece; undefined when there is none. */
export async function findWhole(sql: Sql, raw: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const [row] = await sql<{ pieces: number; size: number | null }[]>`
    select count(*)::int as pieces, sum(length(bytes))::int as size from inbound_raws where raw = ${raw}`
  if (!row?.pieces) return undefined
  const whole = new Uint8Array(row.size ?? 0)
  let at = 0
  for (let piece = 0; piece < row.pieces; piece++) {
    const [one] = await sql<{ bytes: Buffer }[]>`
      select bytes from inbound_raws where raw = ${raw} and piece = ${piece}`
    if (!one) return undefined
    whole.set(one.bytes, at)
    at += one.bytes.length
  }
  return whole
}

/** Removes pieces begun before the instant (epoch ms) that no mail came of. Returns how many mails that were. */
export async function forgetPieces(sql: Sql, before: number, limit: number): Promise<number> {
  const [row] = await sql<{ gone: number }[]>`
    with lost as (
      select r.raw from inbound_raws r where r.piece = 0 and r.at < ${before}
        and not exists (select from inbound_mails m where m.raw = r.raw) order by r.at limit ${limit}
    ), gone as (delete from inbound_raws where raw in (select raw from lost))
    select count(*)::int as gone from lost`
  return row!.gone
}
