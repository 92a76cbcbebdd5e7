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
  return total < MINIMUM_SAMPLE ? null : valueAt(bounds, counts, total / 2)
}

export interface Median {
  readonly median: number
  /** 95 % interval from the order statistics: the values at n/2 ± 0.98 √n. */
  readonly low: number
  readonly high: number
}

/** As medianOf, with how sure one may be. */
export function medianWithin(bounds: readonly number[], counts: readonly number[]): Median | null {
  const median = medianOf(bounds, counts)
  if (median === null) return null
  const n = counts.reduce((sum, count) => sum + count, 0)
  const reach = (1.959964 * Math.sqrt(n)) / 2
  return { median, low: valueAt(bounds, counts, n / 2 - reach), high: valueAt(bounds, counts, n / 2 + reach) }
}

/** The value at a rank (0 … n) of what was counted in buckets, interpolated within its bucket. */
function valueAt(bounds: readonly number[], counts: readonly number[], rank: number): number {
  let before = 0
  for (let i = 0; i < bounds.length; i++) {
    const n = counts[i] ?? 0
    if (n > 0 && before + n >= rank) {
      const low = i === 0 ? 0 : bounds[i - 1]!
      return low + ((bounds[i]! - low) * Math.max(0, rank - before)) / n
    }
    before += n
  }
  return bounds.at(-1)!
}

export type Trend = 'better' | 'worse' | 'same' | 'unknown'

/**
 * Whether a share has changed by more than chance explains: the 95 % interval of the difference (Newcombe 1998, from the
 * intervals of Wilson) leaves out zero. `unknown` when one of the two has too small a sample.
 */
export function trendOf(now: Share, before: Share): Trend {
  if (now.share === null || before.share === null) return 'unknown'
  const difference = now.share - before.share
  const below = Math.hypot(now.share - now.low!, before.high! - before.share)
  const above = Math.hypot(now.high! - now.share, before.share - before.low!)
  if (difference - below > 0) return 'better'
  return difference + above < 0 ? 'worse' : 'same'
}

/** Who had so many cases to answer stands beside those who had about as many; the groups from the busiest down. */
export const LOADS = ['huge', 'large', 'middle', 'small', 'few'] as const
export type Load = (typeof LOADS)[number]

/** `n`: verdicts in the time looked at. The last group has too few for anything to be said. */
export function loadOf(n: number): Load {
  if (n >= 3_000) return 'huge'
  if (n >= 1_000) return 'large'
  if (n >= 200) return 'middle'
  return n >= MINIMUM_SAMPLE ? 'small' : 'few'
}
