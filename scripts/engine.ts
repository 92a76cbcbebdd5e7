// npm run engine -- --once [--at INSTANT]: one pass of everything due at the instant (default: now); prints what it did as JSON.
import '../server/engine/memory.ts'

// Not imported above: every module is compiled before the first of them runs, and that alone fills a heap that nobody told to stay small.
const { main } = await import('./support/one-pass.ts')
process.exitCode = await main(process.argv.slice(2))
