import type { Ids } from '../shared/domain/world.ts'
import type { Sql } from './client.ts'

const CASE_BLOCK = 20
const ID_BLOCK = 1000
/** Kept beyond what is set aside, for the decision that takes more than it asked for: a case with a thousand followers. */
const SPARE = 50_000

interface Block {
  next: number
  end: number
}

/** Identifiers set aside for one decision (or one batch of them); nobody else takes from it. */
export interface ReservedIds extends Ids {
  /** The serial (and id) of a new case. */
  nextCase(): number
}

/**
 * Identifiers in blocks from database sequences, so that a decision can name its rows before they are written and a
 * batch costs no round trip. A block lost in a crash leaves a gap, never a duplicate.
 */
export class IdSource {
  private readonly sql: Sql
  private ids: Block[] = []
  private serials: Block[] = []
  private filling: Promise<void> | undefined

  constructor(sql: Sql) {
    this.sql = sql
  }

  /** Sets aside so many ids and case serials. A decision may take some 25,000 ids more; taking more serials throws. */
  async reserve(ids: number, serials = 0): Promise<ReservedIds> {
    while (left(this.ids) < ids + SPARE / 2 || left(this.serials) < serials) {
      this.filling ??= this.fill(ids, serials).finally(() => {
        this.filling = undefined
      })
      await this.filling
    }
    // Cut out at once: between two awaits another batch would take what this one has counted on.
    const own = { ids: cut(this.ids, ids), serials: cut(this.serials, serials) }
    // What lies in the spare is higher than what was cut out before, so the order of the ids stays that of the events.
    return { next: () => take(own.ids.length > 0 ? own.ids : this.ids), nextCase: () => take(own.serials) }
  }

  private async fill(ids: number, serials: number): Promise<void> {
    // Twice what is asked for, so that batches running side by side do not wait for each other.
    const idBlocks = Math.ceil(Math.max(0, SPARE + 2 * ids - left(this.ids)) / ID_BLOCK)
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

function cut(blocks: Block[], n: number): Block[] {
  const own: Block[] = []
  for (let wanted = n; wanted > 0; ) {
    const block = blocks[0]!
    const some = Math.min(wanted, block.end - block.next)
    own.push({ next: block.next, end: block.next + some })
    block.next += some
    wanted -= some
    if (block.next >= block.end) blocks.shift()
  }
  return own
}

function take(blocks: Block[]): number {
  const block = blocks[0]
  if (!block) throw new Error('more identifiers taken than were reserved')
  const value = block.next++
  if (block.next >= block.end) blocks.shift()
  return value
}
