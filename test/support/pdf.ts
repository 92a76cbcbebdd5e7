import { inflateSync } from 'node:zlib'

/** The text of a PDF of ours, read as a reader's copy-and-paste would: through the font's own table of letters. */
export function textOfPdf(pdf: Buffer): string {
  const raw = pdf.toString('latin1')
  const streams: string[] = []
  for (const match of raw.matchAll(/stream\r?\n/g)) {
    const from = match.index + match[0].length
    const bytes = pdf.subarray(from, raw.indexOf('endstream', from))
    try {
      streams.push(inflateSync(bytes).toString('latin1'))
    } catch {
      // a font or a picture
    }
  }
  const objects = new Map([...raw.matchAll(/(\d+) 0 obj\n([\s\S]*?)endobj/g)].map(([, id, body]) => [id!, body!]))
  const maps = new Map<string, Map<string, string>>()
  for (const [id, body] of objects) {
    const cmap = /\/ToUnicode (\d+) 0 R/.exec(body)?.[1]
    if (cmap) maps.set(id, lettersOf(streamOf(pdf, raw, cmap)))
  }
  const fonts = new Map<string, Map<string, string>>()
  for (const [, name, id] of raw.matchAll(/\/(F\d+) (\d+) 0 R/g)) fonts.set(name!, maps.get(id!) ?? new Map())
  return streams
    .filter((s) => s.includes(' Tf'))
    .map((s) => pageText(s, fonts))
    .join('\n')
}

function streamOf(pdf: Buffer, raw: string, id: string): string {
  const at = raw.indexOf(`\n${id} 0 obj\n`)
  const from = raw.indexOf('stream\n', at) + 'stream\n'.length
  const bytes = pdf.subarray(from, raw.indexOf('endstream', from))
  try {
    return inflateSync(bytes).toString('latin1')
  } catch {
    return bytes.toString('latin1')
  }
}

/** Glyph code → letters, from beginbfrange and beginbfchar. */
function lettersOf(cmap: string): Map<string, string> {
  const letters = new Map<string, string>()
  const decode = (hex: string) => Buffer.from(hex.replace(/\s/g, ''), 'hex').swap16().toString('utf16le')
  for (const [, body] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, , list] of body!.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*\[([^\]]*)\]/gi)) {
      const start = Number.parseInt(from!, 16)
      for (const [n, [, hex]] of [...list!.matchAll(/<([0-9a-f ]*)>/gi)].entries())
        letters.set((start + n).toString(16).padStart(4, '0'), decode(hex!))
    }
  }
  return letters
}

function pageText(stream: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let letters: ReadonlyMap<string, string> = new Map()
  let text = ''
  for (const [, font, array] of stream.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (font) letters = fonts.get(font) ?? new Map()
    else {
      const hex = [...array!.matchAll(/<([0-9a-f]*)>/gi)].map(([, h]) => h!.toLowerCase()).join('')
      text += `${(hex.match(/.{4}/g) ?? []).map((code) => letters.get(code) ?? '\ufffd').join('')}\n`
    }
  }
  return text
}
