// node build/scripts/bench/pages.js http://127.0.0.1:3000 [rounds]: the server's time for each public page, p50 and p99 in ms.
const FLOOR_MS = 50
const [base = 'http://127.0.0.1:3000', rounds = '300'] = process.argv.slice(2)

/** Public pages of an instance with at least one case. */
async function pathsOf(): Promise<string[]> {
  const list = (await (await fetch(`${base}/api/v1/cases?limit=1`)).json()) as { items: { number: string }[] }
  const number = list.items[0]?.number
  const paths = ['', '/report', '/cases', '/cases?region=KZ-39', '/feed.atom', '/branches', '/bodies', '/pulse']
  return [...paths, ...(number ? [`/cases/${number}`, `/feed.atom?case=${number}`] : [])].map((path) => `/kk${path}`)
}

/** The share `q` of the sorted values lies at or below it. */
const at = (values: readonly number[], q: number) =>
  values[Math.min(values.length - 1, Math.ceil(values.length * q) - 1)]!

let worst = 0
for (const path of await pathsOf()) {
  const times: number[] = []
  for (let n = -20; n < Number(rounds); n++) {
    const start = performance.now()
    const answer = await fetch(`${base}${path}`, { headers: { 'accept-encoding': 'br' } })
    await answer.arrayBuffer()
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
    // The first ones warm up.
    if (n >= 0) times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const p99 = at(times, 0.99)
  worst = Math.max(worst, p99)
  console.log(`${path.padEnd(40)} p50 ${at(times, 0.5).toFixed(1).padStart(6)}   p99 ${p99.toFixed(1).padStart(6)}`)
}
console.log(`worst p99 ${worst.toFixed(1)} ms, floor ${FLOOR_MS} ms`)
process.exitCode = worst <= FLOOR_MS ? 0 : 1

export {}
