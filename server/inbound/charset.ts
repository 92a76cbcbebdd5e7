/** Kazakh letters where KZ-1048 differs from windows-1251. */
const KAZAKH: Readonly<Record<number, number>> = {
  141: 0x49a,
  142: 0x4ba,
  157: 0x49b,
  158: 0x4bb,
  161: 0x4b0,
  162: 0x4b1,
  163: 0x4d8,
  165: 0x4e8,
  170: 0x492,
  175: 0x4ae,
  178: 0x406,
  179: 0x456,
  180: 0x4e9,
  186: 0x493,
  188: 0x4d9,
  189: 0x4a2,
  190: 0x4a3,
  191: 0x4af,
}

export const isKz1048 = (charset: string): boolean => /^(kz|rk|strk|ptcp)-?_?(1048|154)/i.test(charset.trim())

/** Bytes of KZ-1048 (СТ РК 1048-2002), which no platform decodes, as text. */
export function decodeKz1048(bytes: Uint8Array): string {
  const base = new TextDecoder('windows-1251').decode(bytes)
  let out = ''
  for (let n = 0; n < bytes.length; n++) {
    const own = KAZAKH[bytes[n]!]
    out += own === undefined ? base[n] : String.fromCharCode(own)
  }
  return out
}

const SAMPLE = 20_000

/** The charset of bytes that name none (or 'us-ascii' and are not): UTF-8 when they are valid, else the likeliest Cyrillic one. */
export function guessCharset(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE)
  if (!hasHighBytes(sample) && !hasHighBytes(bytes)) return isIso2022(sample) ? 'iso-2022-jp' : 'utf-8'
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    // not UTF-8: the letters tell
  }
  if (standAlone(sample)) return 'windows-1252'
  const scores = ['windows-1251', 'koi8-r', 'ibm866'].map((name) => ({ name, score: cyrillicScore(sample, name) }))
  const [best] = scores.sort((a, b) => b.score - a.score)
  return best && best.score > 0.3 ? best.name : 'windows-1252'
}

export function hasHighBytes(bytes: Uint8Array): boolean {
  for (let n = 0; n < bytes.length; n++) if (bytes[n]! > 0x7f) return true
  return false
}

/** Letters with accents stand alone among plain ones; those of a Cyrillic word stand side by side. */
function standAlone(bytes: Uint8Array): boolean {
  let [all, alone] = [0, 0]
  for (let n = 0; n < bytes.length; n++) {
    if (bytes[n]! < 0x80) continue
    all++
    if ((bytes[n - 1] ?? 0) < 0x80 && (bytes[n + 1] ?? 0) < 0x80) alone++
  }
  return alone > all * 0.6
}

function isIso2022(bytes: Uint8Array): boolean {
  for (let n = 0; n + 2 < bytes.length; n++)
    if (bytes[n] === 0x1b && (bytes[n + 1] === 0x24 || bytes[n + 1] === 0x28)) return true
  return false
}

/** Russian and Kazakh are mostly small letters, and the common ones are common; a wrong table turns that round. */
function cyrillicScore(bytes: Uint8Array, charset: string): number {
  let small = 0
  let others = 0
  for (const c of new TextDecoder(charset).decode(bytes)) {
    if (c < '\u0080') continue
    if (/[оеаинтсрвлкмдпуяыьгзбчйхжшюцщэ]/.test(c)) small++
    else if (!/[А-ЯЁа-яёӘәҒғҚқҢңӨөҰұҮүҺһІі№«»–—“”„…°§]/.test(c)) others += 2
    else others += 0.5
  }
  return small + others === 0 ? 0 : small / (small + others)
}
