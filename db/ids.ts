import type { Ids } from '../shared/domain/world.ts'
import type { Sql } from './client.ts'

const CASE_BLOCK = 20
const ID_BLOCK = 1000

interface Block {
  next: number
  end: number
}

/**
 * Identifiers in blocks from database sequences, so that a decision can name its rows before they are written and a
 * batch costs no round trip. A block lost in a crash leaves a gap, never a duplicate. Call `reserve` before deciding.
 */
export class IdSource implements Ids {
  private readonly sql: Sql
  private ids: Block[] = []
  private serials: Block[] = []
  private filling: Promise<void> | undefined

  constructor(sql: Sql) {
    this.sql = sql
  }

  /** Makes sure so many ids and case serials are at hand. */
  async reserve(ids: number, serials = 0): Promise<void> {
    while (left(this.ids) < ids || left(this.serials) < serials) {
      this.filling ??= this.fill(ids, serials).finally(() => {
        this.filling = undefined
      })
      await this.filling
    }
  }

  /** An id for anything but a case. Throws when more are taken than were reserved. */
  next(): number {
    return take(this.ids)
  }

  /** The serial (and id) of a new case. */
  nextCase(): number {
    return take(this.serials)
  }

  private async fill(ids: number, serials: number): Promise<void> {
    // Twice what is asked for, so that batches running side by side do not wait for each other.
    const idBlocks = Math.ceil(Math.max(0, 2 * ids - left(this.ids)) / ID_BLOCK)
    const caseBlocks = Math.ceil(Math.max(0, 2 * serials - left(this.serials)) / CASE_BLOCK)
    const rows = await this.sql<{ kind: string; value: number }[]>`
      select 'id' as kind, nextval('id_blocks') as value from generate_series(1, ${idBlocks}::int)
      union all
      select 'case', nextval('case_serial') from generate_series(1, ${caseBlocks}::int)`
    for (const { kind, value } of rows) {
      if (kind === 'id') this.ids.push({ next: value, end: value + ID_BLOCK })
      else this.serials.push({ next: value, end: value + CASE_BLOCK })
    }
  }
}

function left(blocks: Block[]): number {
  let n = 0
  for (const b of blocks) n += b.end - b.next
  return n
}

function take(blocks: Block[]): number {
  const block = blocks[0]
  if (!block) throw new Error('no identifiers reserved')
  const value = block.next++
  if (block.next >= block.end) blocks.shift()
  return value
}
