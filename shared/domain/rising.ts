/**
 * Which categories are reported unusually often today. Counts of people's reports scatter more than chance alone (weather,
 * weekdays), so the scatter of the days before is measured and taken out first; then today is held against them by the exact
 * conditional test of two Poisson counts (Przyborowski and Wiliński 1940), which knows that the days before are a sample, too.
 */

/** Days that today is compared with, and how many of them there must be. */
export const BASELINE_DAYS = 28
const ENOUGH_DAYS = 14
/** Fewer reports than this are never a rise, whatever the chance says. */
const MINIMUM_COUNT = 10
/** Nor is anything below twice what is usual. */
const MINIMUM_RATIO = 2
/** All tests of a day together cry wolf about once in a hundred days at most (Bonferroni). */
const FAMILY_ERROR = 0.01

export interface Counted<K> {
  readonly key: K
  /** Reports of today so far. */
  readonly today: number
  /** Reports of the days before, one number a day, days without a report included. */
  readonly before: readonly number[]
}

export interface Rise<K> {
  readonly key: K
  readonly today: number
  /** Reports of a usual day. */
  readonly usual: number
  /** The chance of so many or more on a usual day. */
  readonly p: number
}

/** The keys that rise, the least likely first. A day that is not over is held against whole days: late, never false. */
export function findRising<K>(counted: readonly Counted<K>[]): Rise<K>[] {
  const known = counted.filter(({ before }) => before.length >= ENOUGH_DAYS)
  const level = FAMILY_ERROR / Math.max(1, known.length)
  return known
    .flatMap(({ key, today, before }) => {
      const usual = mean(before)
      if (today < MINIMUM_COUNT || today < MINIMUM_RATIO * usual) return []
      const p = chanceOf(today, before)
      return p < level ? [{ key, today, usual, p }] : []
    })
    .sort((a, b) => a.p - b.p)
}

/** The chance of at least `today` after such days. */
export function chanceOf(today: number, before: readonly number[]): number {
  const scatter = scatterOf(before)
  const x = Math.floor(today / scatter)
  const sum = Math.ceil(before.reduce((all, n) => all + n, 0) / scatter)
  return binomialTail(x, x + sum, 1 / (before.length + 1))
}

/** Variance over mean, 1 for what scatters by chance alone or less. */
function scatterOf(days: readonly number[]): number {
  const middle = mean(days)
  if (middle === 0 || days.length < 2) return 1
  const variance = days.reduce((all, n) => all + (n - middle) ** 2, 0) / (days.length - 1)
  return Math.max(1, variance / middle)
}

/** P(X ≥ x) for X ~ Binomial(n, p), summed from the term at x, which is the largest where this is used. */
function binomialTail(x: number, n: number, p: number): number {
  if (x <= 0) return 1
  let term = Math.exp(logChoose(n, x) + x * Math.log(p) + (n - x) * Math.log1p(-p))
  let sum = term
  for (let k = x + 1; k <= n && term > sum * 1e-12; k++) {
    term *= ((n - k + 1) / k) * (p / (1 - p))
    sum += term
  }
  return Math.min(1, sum)
}

const logChoose = (n: number, k: number) => logFactorial(n) - logFactorial(k) - logFactorial(n - k)

/** Stirling's series; exact to 1e-9 from ten on, summed below. */
function logFactorial(n: number): number {
  if (n < 10) {
    let product = 1
    for (let i = 2; i <= n; i++) product *= i
    return Math.log(product)
  }
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((all, n) => all + n, 0) / values.length
}
