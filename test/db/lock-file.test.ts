import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { withLockFile } from '../../db/lock-file.ts'

const lockIn = (t: Test) => join(t.testdir({}), 'lock')

t.test('one at a time, and everyone gets a turn', async (t) => {
  const lock = lockIn(t)
  let [inside, most, turns] = [0, 0, 0]
  const work = async () => {
    most = Math.max(most, ++inside)
    await setImmediate()
    inside--
    turns++
  }
  await Promise.all(Array.from({ length: 20 }, () => withLockFile(lock, 30_000, work)))
  t.equal(most, 1)
  t.equal(turns, 20)
  t.strictSame(readdirSync(dirname(lock)), [], 'nothing stays behind')
})

t.test('the lock of a process that is gone is taken over, by one of many', async (t) => {
  const lock = lockIn(t)
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  writeFileSync(lock, JSON.stringify({ pid, host: hostname(), id: 'gone' }))
  let [inside, most] = [0, 0]
  const work = async () => {
    most = Math.max(most, ++inside)
    await setImmediate()
    inside--
  }
  await Promise.all(Array.from({ length: 10 }, () => withLockFile(lock, 30_000, work)))
  t.equal(most, 1)
})

t.test('a lock that was not touched for half a minute is taken over, whoever holds it', async (t) => {
  const lock = lockIn(t)
  writeFileSync(lock, JSON.stringify({ pid: process.pid, host: 'another', id: 'silent' }))
  const old = Date.now() / 1000 - 40
  utimesSync(lock, old, old)
  t.equal(await withLockFile(lock, 5_000, async () => 'done'), 'done')
})

t.test('a living holder is waited for up to the limit, and named', async (t) => {
  const lock = lockIn(t)
  writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), id: 'busy' }))
  await t.rejects(
    withLockFile(lock, 200, async () => 'never'),
    /has held .*busy/,
  )
  t.ok(existsSync(lock))
})

t.test('work that fails lets go of the lock', async (t) => {
  const lock = lockIn(t)
  await t.rejects(
    withLockFile(lock, 1_000, () => Promise.reject(new Error('failed'))),
    /failed/,
  )
  t.notOk(existsSync(lock))
})
