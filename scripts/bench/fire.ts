// As scripts/engine.ts does: the heap is told to stay small before the modules are compiled.
import '../../server/engine/memory.ts'

await import('./fire-pass.ts')
