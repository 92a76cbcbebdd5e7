import { createHash } from 'node:crypto'
import t from 'tap'
import {
  chainOn,
  chainStart,
  contentsHash,
  eventHash,
  merklePath,
  merkleRoot,
  rootByPath,
} from '../../shared/domain/ledger.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()
const hex = (...parts: (string | Buffer)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

t.test(
  'the root is that of RFC 9162: leaves and nodes are hashed apart, the left half is the largest power of two',
  async (t) => {
    const leaf = (text: string) => Buffer.from(hex(Buffer.of(0), text), 'hex')
    const node = (left: Buffer, right: Buffer) => Buffer.from(hex(Buffer.of(1), left, right), 'hex')
    t.equal(merkleRoot([], sha256), hex())
    t.equal(merkleRoot(['a'], sha256), leaf('a').toString('hex'))
    t.equal(
      merkleRoot(['a', 'b', 'c', 'd', 'e'], sha256),
      node(node(node(leaf('a'), leaf('b')), node(leaf('c'), leaf('d'))), leaf('e')).toString('hex'),
    )
    t.not(merkleRoot(['a', 'b'], sha256), merkleRoot(['b', 'a'], sha256))
  },
)

t.test('the path of every leaf leads to the root, and nothing else does', async (t) => {
  const wrong: string[] = []
  for (let size = 1; size <= 33; size++) {
    const leaves = Array.from({ length: size }, (_, i) => `leaf ${i}`)
    const root = merkleRoot(leaves, sha256)
    for (let index = 0; index < size; index++) {
      const path = merklePath(leaves, index, sha256)
      const place = { index, leaves: size }
      const name = `${index} of ${size}`
      if (rootByPath(leaves[index]!, place, path, sha256) !== root) wrong.push(`${name}: no way`)
      if (rootByPath('another', place, path, sha256) === root) wrong.push(`${name}: another leaf`)
      if (size > 1 && rootByPath(leaves[index]!, { ...place, index: (index + 1) % size }, path, sha256) === root)
        wrong.push(`${name}: another place`)
      if (rootByPath(leaves[index]!, place, [...path, root], sha256) !== undefined) wrong.push(`${name}: too long`)
      if (path.length > 0 && rootByPath(leaves[index]!, place, path.slice(1), sha256) !== undefined)
        wrong.push(`${name}: too short`)
    }
  }
  t.same(wrong, [])
  t.throws(() => merklePath(['a'], 1, sha256), RangeError)
  t.equal(rootByPath('a', { index: 0, leaves: 0 }, [], sha256), undefined)
})

t.test('a chain depends on every event, on their order, and on the days they came in', async (t) => {
  const [a, b] = ['a', 'b'].map((text) => eventHash(text, contentsHash('{}', '00', sha256), sha256)) as [string, string]
  const start = chainStart('39-26-0000001-2', sha256)
  const heads = [
    chainOn(start, [a, b], sha256),
    chainOn(start, [b, a], sha256),
    chainOn(chainOn(start, [a], sha256), [b], sha256),
    chainOn(start, [a], sha256),
    chainOn(chainStart('39-26-0000002-0', sha256), [a, b], sha256),
  ]
  t.equal(new Set(heads).size, heads.length)
  t.not(contentsHash('{}', '00', sha256), contentsHash('{}', '01', sha256), 'the salt counts')
})
