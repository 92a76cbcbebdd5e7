import { applyNew, type Command } from '../../db/apply/index.ts'
import { isUniqueViolation } from '../../db/errors.ts'
import { listKnown } from '../../db/import.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { decideReplay, pastWorld } from '../../shared/domain/replay.ts'
import { geographyOf } from '../cases/intake.ts'
import { searchDocument } from '../cases/search.ts'
import type { Deps } from '../deps.ts'
import { RowFault } from './fault.ts'
import type { ImportMap } from './map.ts'
import { type PreparedRow, prepareRow } from './prepare.ts'
import type { FileRow } from './rows.ts'

/** One statement writes so many cases; two lanes write while the next rows are read (as intake does). */
const BATCH = 100
const LANES = 2
/** A case with its whole history: thirty events at most on the default ladders, four deadlines. */
const IDS_PER_CASE = 80
const ATTEMPTS = 5

export interface ImportTotals {
  rows: number
  added: number
  /** Imported before; left as they are. */
  known: number
  /** Rows left out, each reported with its line. */
  faulty: number
}

interface Waiting {
  readonly line: number
  readonly row: PreparedRow
}

/** Brings the rows of a file in as cases. `faulty` is told of each row that is left out; nothing of it is kept here. */
export class Loader {
  readonly totals: ImportTotals = { rows: 0, added: 0, known: 0, faulty: 0 }
  private readonly deps: Deps
  private readonly map: ImportMap
  private readonly at: number
  private readonly faulty: (line: number, fault: RowFault) => void
  private readonly lanes = new Set<Promise<void>>()
  private waiting = new Map<string, Waiting>()
  /** Cases of this run have greater ids: their rows stand twice in the file. */
  private firstCase = 0

  /** `at` is the instant of the import (epoch ms): what is later has not happened yet. */
  constructor(deps: Deps, map: ImportMap, at: number, faulty: (line: number, fault: RowFault) => void) {
    this.deps = deps
    this.map = map
    this.at = at
    this.faulty = faulty
  }

  async load(rows: AsyncIterable<FileRow[]>): Promise<ImportTotals> {
    this.firstCase = (await this.deps.ids.reserve(0, 1)).nextCase()
    for await (const some of rows) {
      for (const row of some) {
        this.take(row)
        if (this.waiting.size >= BATCH) await this.send()
      }
    }
    if (this.waiting.size > 0) await this.send()
    await Promise.all(this.lanes)
    return this.totals
  }

  private take({ line, values }: FileRow): void {
    this.totals.rows++
    try {
      if (values instanceof RowFault) throw values
      const row = prepareRow(values, this.map, this.deps.world.reference, this.at)
      if (this.waiting.has(row.externalId)) throw new RowFault('twice')
      this.waiting.set(row.externalId, { line, row })
    } catch (error) {
      if (!(error instanceof RowFault)) throw error
      this.leaveOut(line, error)
    }
  }

  private leaveOut(line: number, fault: RowFault): void {
    this.totals.faulty++
    this.faulty(line, fault)
  }

  /** Gives the batch to a lane, waiting for a free one; a lane that failed ends the import here. */
  private async send(): Promise<void> {
    const batch = [...this.waiting.values()]
    this.waiting = new Map()
    while (this.lanes.size >= LANES) await Promise.race(this.lanes)
    const lane = this.write(batch).then(() => {
      this.lanes.delete(lane)
    })
    // Seen when the next batch is sent or at the end, never as unhandled.
    lane.catch(() => undefined)
    this.lanes.add(lane)
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    const unknown = await this.withoutKnown(batch)
    if (unknown.length === 0) return
    try {
      await this.writeTogether(unknown)
    } catch (error) {
      if (!isUniqueViolation(error, 'cases_external')) throw error
      // The other lane was faster with the same id, or another import: now it is known.
      for (const one of unknown) await this.writeAlone(one)
    }
  }

  private async writeAlone(one: Waiting): Promise<void> {
    const [unknown] = await this.withoutKnown([one])
    if (unknown) await this.writeTogether([unknown])
  }

  private async withoutKnown(batch: readonly Waiting[]): Promise<Waiting[]> {
    const ids = batch.map(({ row }) => row.externalId)
    const known = new Map(
      (await listKnown(this.deps.sql, this.map.source, ids)).map((k) => [k.externalId, k.caseId] as const),
    )
    return batch.filter(({ line, row }) => {
      const caseId = known.get(row.externalId)
      if (caseId === undefined) return true
      if (caseId > this.firstCase) this.leaveOut(line, new RowFault('twice'))
      else this.totals.known++
      return false
    })
  }

  private async writeTogether(batch: readonly Waiting[]): Promise<void> {
    const { deps } = this
    for (let attempt = 1; ; attempt++) {
      const now = deps.now()
      const world = await deps.world.at(this.at)
      await deps.world.loads.refresh(deps.sql, now)
      const { commands, owners } = await this.decide(batch, world)
      const { applied, stamp } = await applyNew(deps.sql, commands, world.stamp)
      if (applied.size === commands.length) {
        for (const owner of owners) deps.world.loads.give(owner)
        this.totals.added += commands.length
        return
      }
      // Staff, policies or reference data changed meanwhile: nothing was written, and all is decided again.
      if (attempt === ATTEMPTS) throw new Error('The reference data keeps changing; run the import again')
      deps.world.outdated(stamp)
    }
  }

  private async decide(batch: readonly Waiting[], world: Awaited<ReturnType<Deps['world']['at']>>) {
    const { deps } = this
    const ids = await deps.ids.reserve(batch.length * IDS_PER_CASE, batch.length)
    const past = pastWorld(world, this.at)
    const geography = geographyOf(world)
    const commands: Command[] = []
    const owners: number[] = []
    for (const { line, row } of batch) {
      const id = ids.nextCase()
      const trackingHash = deps.secrets.hash(deps.secrets.trackingToken(id))
      try {
        const search = searchDocument({ ...row.report, id }, world.reference)
        const change = decideReplay(
          { ...row.report, id, trackingHash, search },
          row.closing,
          geography,
          past,
          ids,
          this.at,
        )
        commands.push({ change: { cases: [change] } })
        if (change.state.nextDeadline !== null) owners.push(change.state.owner)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        this.leaveOut(line, new RowFault('no_map', { field: error.path.join('.') }))
      }
    }
    return { commands, owners }
  }
}
