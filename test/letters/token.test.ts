import t from 'tap'
import { makeReplyAddress, readReplyAddress } from '../../server/letters/reply-address.ts'
import { makeReplyToken, readReplyToken } from '../../server/letters/reply-token.ts'
import { Secrets } from '../../server/secrets.ts'

const ours = new Secrets(Buffer.alloc(32, 1))
const others = new Secrets(Buffer.alloc(32, 2))
const DOMAIN = 'mail.example.org'
const EXPIRES = Date.UTC(2027, 0, 15)
const BIGGEST = 999_999_999_999_999

/** Every text that differs from the given one in a single sign. */
function* changes(text: string): Generator<string> {
  for (let i = 0; i < text.length; i++) {
    yield text.slice(0, i) + text.slice(i + 1)
    for (const sign of 'a2-.9@+') if (text[i] !== sign) yield text.slice(0, i) + sign + text.slice(i + 1)
  }
}

t.test('the address of a letter leads back to the letter', async (t) => {
  for (const letter of [1, 42, 7_000_123, BIGGEST]) {
    const address = makeReplyAddress(ours, letter, DOMAIN)
    t.match(address, new RegExp(`^reply\\+${letter}\\.[a-z2-7]{24}@mail\\.example\\.org$`))
    t.ok(address.indexOf('@') <= 64, 'a local part of 64 signs at most (RFC 5321)')
    t.equal(readReplyAddress(ours, address, DOMAIN), letter)
    t.equal(readReplyAddress(ours, address.toUpperCase(), DOMAIN), letter, 'some mail programs change the case')
    t.equal(readReplyAddress(others, address, DOMAIN), undefined, 'made with another key')
    t.equal(readReplyAddress(ours, address, 'example.org'), undefined, 'of another domain')
    t.equal(readReplyAddress(ours, `<${address}>`, DOMAIN), undefined)
    for (const changed of changes(address)) t.equal(readReplyAddress(ours, changed, DOMAIN), undefined, changed)
  }
  t.not(makeReplyAddress(ours, 1, DOMAIN).slice(7), makeReplyAddress(ours, 2, DOMAIN).slice(7))
  for (const text of ['', '@', DOMAIN, `@${DOMAIN}`, `reply@${DOMAIN}`, `reply+1@${DOMAIN}`, `reply+1.@${DOMAIN}`])
    t.equal(readReplyAddress(ours, text, DOMAIN), undefined, text)
  t.equal(readReplyAddress(ours, '9'.repeat(100_000), DOMAIN), undefined)
})

t.test('the link in a letter leads to its contact and names its last day', async (t) => {
  for (const contact of [1, 42, 7_000_123, BIGGEST]) {
    const token = makeReplyToken(ours, contact, EXPIRES)
    t.match(token, /^[a-z0-9-]+$/, 'stands in an address and on paper as it is')
    t.same(readReplyToken(ours, token), { contact, expiresAt: EXPIRES })
    t.same(readReplyToken(ours, token.toUpperCase()), { contact, expiresAt: EXPIRES })
    t.equal(readReplyToken(others, token), undefined)
    for (const changed of changes(token)) t.equal(readReplyToken(ours, changed), undefined, changed)
  }
  t.equal(makeReplyToken(ours, 5, EXPIRES - 1), makeReplyToken(ours, 5, EXPIRES), 'rounded up to a midnight')
  t.same(readReplyToken(ours, makeReplyToken(ours, 5, EXPIRES + 1)), { contact: 5, expiresAt: EXPIRES + 86_400_000 })
  t.equal(readReplyToken(ours, ''), undefined)
  t.equal(readReplyToken(ours, '1-'.repeat(50_000)), undefined)
})

t.test('neither opens the door of the other', async (t) => {
  const mac = makeReplyAddress(ours, 5, DOMAIN).slice(8, 32)
  t.equal(readReplyToken(ours, `5-${EXPIRES / 86_400_000}-${mac}`), undefined)
})
