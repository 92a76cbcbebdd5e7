import { comparePositions, type Position } from '../../db/feed.ts'
import type { Message } from './message.ts'

const EVENTS = 2_000
const CHARACTERS = 8_000_000

/** Events after which older ones are shown with less: what is remembered from before no longer counts. */
const COVERING = new Set(['erased', 'moderated'])

/**
 * The last events in memory, bounded: a socket that catches up takes its end from here, without a gap to the stream; and
 * when ten thousand come back at once, most of them do not need the database at all.
 */
export class Recent {
  private kept: { message: Message; readonly size: number }[] = []
  private size = 0
  /** Everything after this position is here. */
  private reach: Position

  constructor(head: Position) {
    this.reach = head
  }

  push(message: Message): void {
    const { row } = message
    if (COVERING.has(row.kind)) this.forget(row)
    this.follow(message)
    const size = 500 + JSON.stringify(row.data).length
    this.kept.push({ message, size })
    this.size += size
    if (this.kept.length > EVENTS || this.size > CHARACTERS) this.shorten()
  }

  /** Starts anew behind the position. */
  forget(head: Position): void {
    this.kept = []
    this.size = 0
    this.reach = head
  }

  /** The next events after the position, at most `limit`; undefined when what is remembered begins later. */
  after(position: Position, limit: number): Message[] | undefined {
    if (comparePositions(position, this.reach) < 0) return undefined
    const from = this.indexAfter(position)
    return this.kept.slice(from, from + limit).map(({ message }) => message)
  }

  /** When the event at the position was recorded (epoch ms), if it is remembered. */
  recordedAt(position: Position): number | undefined {
    const row = this.kept[this.indexAfter(position) - 1]?.message.row
    return row && comparePositions(row, position) === 0 ? row.recordedAt : undefined
  }

  private indexAfter(position: Position): number {
    let [low, high] = [0, this.kept.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (comparePositions(this.kept[middle]!.message.row, position) <= 0) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Who may see the older events of a case goes by what it is now. */
  private follow({ row: { caseId, now } }: Message): void {
    for (const kept of this.kept) {
      const { row } = kept.message
      if (row.caseId !== caseId) continue
      const same = row.now.public === now.public && row.now.branch === now.branch && row.now.owner === now.owner
      if (!same) kept.message = kept.message.with(now)
    }
  }

  /** Drops the older half at once, which costs less than dropping one at every event. */
  private shorten(): void {
    const dropped = this.kept.splice(0, this.kept.length >> 1)
    for (const { size } of dropped) this.size -= size
    this.reach = dropped.at(-1)?.message.row ?? this.reach
  }
}
