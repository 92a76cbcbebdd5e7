import { escapeHtml } from '../mail/html.ts'
import type { Block, Sheet } from './sheet.ts'

/** The letter as plain text. */
export function textOf(sheet: Sheet): string {
  const blocks = sheet.blocks.map((block) => {
    if (block.kind === 'link') return block.url
    return block.kind === 'list' ? block.items.map((item, n) => `${n + 1}. ${item}`).join('\n') : block.text
  })
  return [
    sheet.letterhead.join('\n'),
    `${sheet.number}\n${sheet.date}`,
    sheet.to,
    ...blocks,
    sheet.signature.join('\n'),
    '',
  ].join('\n\n')
}

const STYLE = {
  body: 'margin:0;padding:24px;font:16px/1.5 Georgia,serif;color:#111;background:#fff;max-width:680px',
  head: 'margin:0 0 16px;padding:0 0 12px;border-bottom:2px solid #111',
}

/** The letter as a page. Only our own links are links; everything else is text. */
export function htmlOf(sheet: Sheet): string {
  const lines = (text: string) => escapeHtml(text).replace(/\n/g, '<br>')
  const blockOf = (block: Block): string => {
    if (block.kind === 'list') return `<ol>${block.items.map((item) => `<li>${lines(item)}</li>`).join('')}</ol>`
    if (block.kind === 'link') return `<p><a href="${escapeHtml(block.url)}">${escapeHtml(block.url)}</a></p>`
    const text = lines(block.text)
    return `<p>${block.kind === 'strong' ? `<strong>${text}</strong>` : text}</p>`
  }
  return [
    `<!doctype html><html lang="${sheet.language}"><head><meta charset="utf-8"><title>${escapeHtml(sheet.mailSubject)}</title></head>`,
    `<body style="${STYLE.body}">`,
    `<p style="${STYLE.head}"><strong>${lines(sheet.letterhead[0] ?? '')}</strong><br>${sheet.letterhead.slice(1).map(lines).join('<br>')}</p>`,
    `<p>${lines(sheet.number)}<br>${lines(sheet.date)}</p>`,
    `<p>${lines(sheet.to)}</p>`,
    ...sheet.blocks.map(blockOf),
    `<p>${sheet.signature.map(lines).join('<br>')}</p>`,
    '</body></html>',
  ].join('\n')
}
