/** One measured figure beside the floor it is held against. Higher is better for rates, lower for times. */
export interface BenchResult {
  readonly name: string
  readonly unit: string
  readonly value: number
  /** The same unit, measured in the same run. */
  readonly floor?: number
  /** value / floor */
  readonly ratio?: number
  /** Milliseconds. */
  readonly p99?: number
  /** CPU milliseconds of all processes that serve (not the load) per unit of work; steadier than rates on a shared machine. */
  readonly cpuPerUnit?: number
  readonly note?: string
}

/** A sub-benchmark: what it needs is started and stopped by itself. */
export type Bench = (ground: import('./ground.ts').Ground, options: BenchOptions) => Promise<BenchResult[]>

export interface BenchOptions {
  /** Smaller sizes and fewer rounds, for a first look. */
  readonly quick: boolean
  /** Seconds of one round of load. */
  readonly seconds: number
  readonly rounds: number
  /** Rungs due at once. */
  readonly rungs: number
  /** Cases of the large database. */
  readonly cases: number
  readonly say: (line: string) => void
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The value below which the share `q` of the sorted samples lies. */
export function quantile(sorted: readonly number[] | Float64Array, q: number): number {
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)]!
}

const figure = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return ''
  return value >= 100 ? String(Math.round(value)) : value.toPrecision(3)
}

/** The results as a table of plain text. */
export function tableOf(results: readonly BenchResult[]): string {
  const head = ['what', 'value', 'unit', 'floor', 'ratio', 'p99 ms', 'CPU ms/unit', '']
  const rows = results.map((r) => [
    r.name,
    figure(r.value),
    r.unit,
    figure(r.floor),
    r.ratio === undefined ? '' : `${r.ratio.toFixed(2)} ×`,
    figure(r.p99),
    figure(r.cpuPerUnit),
    r.note ?? '',
  ])
  const widths = head.map((h, i) => Math.max(h.length, ...rows.map((row) => row[i]!.length)))
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, i) => (i === 0 || i === 2 || i === 7 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
