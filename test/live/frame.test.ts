import t from 'tap'
import * as ws from 'ws'
import { textFrame } from '../../server/live/frame.ts'

// Not in its types: what `ws` itself would write.
const { Sender } = ws as unknown as { Sender: { frame(data: Buffer, options: object): Buffer[] } }
const OPTIONS = { fin: true, opcode: 1, mask: false, readOnly: true, rsv1: false }

t.test('frames are those of ws, byte for byte, at every length where the head changes', async (t) => {
  for (const length of [0, 1, 125, 126, 127, 65_535, 65_536, 70_000]) {
    const text = 'a'.repeat(length)
    t.ok(textFrame(text).equals(Buffer.concat(Sender.frame(Buffer.from(text), OPTIONS))), `${length}`)
  }
  const text = 'Қазақстан – Таң 🌅'
  t.ok(
    textFrame(text).equals(Buffer.concat(Sender.frame(Buffer.from(text), OPTIONS))),
    'bytes are counted, not letters',
  )
})
