import { createRequire } from 'node:module'
import type { Lang } from '../../shared/domain/text.ts'
import type { Sheet } from './sheet.ts'

const { resolve } = createRequire(import.meta.url)
const font = (file: string) => resolve(`@expo-google-fonts/pt-serif/${file}`)
/** PT Serif (OFL): has every letter of Kazakh and Russian. */
const FONTS = {
  plain: font('400Regular/PTSerif_400Regular.ttf'),
  bold: font('700Bold/PTSerif_700Bold.ttf'),
  italic: font('400Regular_Italic/PTSerif_400Regular_Italic.ttf'),
}
const SIZE = 11.5
const MARGIN = { top: 50, bottom: 60, left: 71, right: 43 }
/** Signs of money and arrows that people type and the font lacks. */
const TENGE: Readonly<Record<Lang, string>> = { kk: ' теңге', ru: ' тенге', en: ' tenge' }

/** The letter on A4 pages, with the letterhead of the branch, for those who print and file it. */
export async function pdfOf(sheet: Sheet, at: number): Promise<Buffer> {
  // Twenty megabytes that an engine without letters never needs.
  const { default: PDFDocument } = await import('pdfkit')
  const doc = new PDFDocument({
    size: 'A4',
    margins: MARGIN,
    bufferPages: true,
    lang: sheet.language,
    displayTitle: true,
    // The same letter is the same bytes, whenever it is put together.
    info: { Title: sheet.mailSubject, Author: sheet.letterhead[1] ?? '', CreationDate: new Date(at) },
  })
  const done = new Promise<Buffer>((end, fail) => {
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => end(Buffer.concat(chunks)))
    doc.on('error', fail)
  })
  for (const [name, file] of Object.entries(FONTS)) doc.registerFont(name, file)
  const say = (name: keyof typeof FONTS, text: string, options: PDFKit.Mixins.TextOptions = {}) =>
    doc
      .font(name)
      .fontSize(SIZE)
      .text(printable(doc, text, sheet.language), { lineGap: 2, ...options })
  const gap = (lines = 0.7) => doc.moveDown(lines)

  const [organisation = '', ...rest] = sheet.letterhead
  say('bold', organisation, { align: 'center' })
  doc.fontSize(SIZE - 1.5)
  for (const line of rest) doc.font('plain').text(printable(doc, line, sheet.language), { align: 'center' })
  const y = doc.y + 8
  doc
    .moveTo(MARGIN.left, y)
    .lineTo(doc.page.width - MARGIN.right, y)
    .lineWidth(1.2)
    .stroke()
  doc.y = y + 14

  say('plain', `${sheet.number}\n${sheet.date}`)
  gap()
  say('bold', sheet.to, { indent: 0 })
  gap()
  for (const block of sheet.blocks) {
    if (block.kind === 'link') say('plain', block.url, { link: block.url, underline: true })
    else if (block.kind === 'list') for (const [n, item] of block.items.entries()) say('plain', `${n + 1}. ${item}`)
    else say(block.kind === 'strong' ? 'bold' : block.kind === 'quiet' ? 'italic' : 'plain', block.text)
    gap()
  }
  gap()
  for (const line of sheet.signature) say('plain', line)
  numberPages(doc, sheet)
  doc.end()
  return done
}

function numberPages(doc: PDFKit.PDFDocument, sheet: Sheet): void {
  const { start, count } = doc.bufferedPageRange()
  if (count < 2) return
  for (let n = start; n < start + count; n++) {
    doc.switchToPage(n)
    // Written into the margin: without this the line would begin a page of its own.
    doc.page.margins.bottom = 0
    doc
      .font('plain')
      .fontSize(9)
      .text(printable(doc, `${sheet.number} · ${n + 1}/${count}`, sheet.language), MARGIN.left, doc.page.height - 40, {
        lineBreak: false,
      })
  }
}

interface Font {
  font: { hasGlyphForCodePoint(code: number): boolean }
}

/** What the font cannot show becomes a sign that it can: a letter with holes in it would say something else. */
function printable(doc: PDFKit.PDFDocument, text: string, lang: Lang): string {
  const { font } = (doc as unknown as { _font: Font })._font
  return [...text.normalize('NFC').replaceAll('₸', TENGE[lang])]
    .map((sign) => {
      if (sign === '\n' || font.hasGlyphForCodePoint(sign.codePointAt(0)!)) return sign
      if (/\s/u.test(sign)) return ' '
      return /\p{M}|\p{Cf}/u.test(sign) ? '' : '?'
    })
    .join('')
}
