/** Fair statistics: no number where there are too few cases to mean anything, and how sure one may be where there are. */

/** Below so many cases a share or a median says more about chance than about anybody. */
export const MINIMUM_SAMPLE = 30

export interface Share {
  readonly n: number
  /** Null below the minimum sample. */
  readonly share: number | null
  /** 95 % interval after Wilson (1927). */
  readonly low: number | null
  readonly high: number | null
}

/** The share of `hits` in `n`, 0 … 1, with its interval. */
export function shareOf(hits: number, n: number): Share {
  if (n < MINIMUM_SAMPLE) return { n, share: null, low: null, high: null }
  const z = 1.959964
  const p = hits / n
  const z2 = (z * z) / n
  const middle = (p + z2 / 2) / (1 + z2)
  const half = (z / (1 + z2)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n))
  return { n, share: p, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/**
 * The median of values counted in buckets, interpolated within its bucket; null below the minimum sample. `counts[i]`
 * are the values up to `bounds[i]`; one more bucket holds what is beyond, and a median there is the last bound.
 */
export function medianOf(bounds: readonly number[], counts: readonly number[]): number | null {
  const total = counts.reduce((sum, n) => sum + n, 0)
  if (total < MINIMUM_SAMPLE) return null
  let before = 0
  for (let i = 0; i < bounds.length; i++) {
    const n = counts[i] ?? 0
    if (n > 0 && before + n >= total / 2) {
      const low = i === 0 ? 0 : bounds[i - 1]!
      return low + ((bounds[i]! - low) * (total / 2 - before)) / n
    }
    before += n
  }
  return bounds.at(-1)!
}
