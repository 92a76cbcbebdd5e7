import t from 'tap'
import { LetterLoop } from '../../server/letters/loop.ts'
import { until } from '../support/fault.ts'
import { openLetters, statesOf } from '../support/letters.ts'

t.test('in a running server a letter leaves by itself within seconds, from one of two instances', async (t) => {
  const test = await openLetters(t)
  const loops = [new LetterLoop(test.deps), new LetterLoop(test.deps)]
  for (const loop of loops) loop.start()
  t.teardown(() => Promise.all(loops.map((loop) => loop.stop())))
  await test.write()
  await until(async () => (await statesOf(test))[0]?.told === 'sent', 60_000)
  t.equal(test.letters().length, 1)
  await Promise.all(loops.map((loop) => loop.stop()))
  await test.write()
  for (const loop of loops) loop.wake()
  t.equal(test.letters().length, 1, 'a stopped loop sends nothing')
  t.match(await statesOf(test), [{ state: 'sent' }, { state: 'queued', attempts: 0 }])
})
