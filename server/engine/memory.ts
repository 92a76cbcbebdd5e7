import { setFlagsFromString } from 'node:v8'

/**
 * Imported first by a process that only makes passes, before any module is compiled. V8 would rather let a heap grow than
 * collect it: 100,000 rungs peaked at 209 MiB with 30 MiB alive. Collected earlier they peak at 115 MiB, for a hundredth
 * of a millisecond CPU each.
 */
setFlagsFromString('--heap-growing-percent=60')
setFlagsFromString('--max-semi-space-size=4')
setFlagsFromString('--semi-space-growth-factor=1')
