import type { Lang } from '../../shared/domain/text.ts'

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text with every sign of HTML taken literally. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => SIGNS[sign]!)
}

/** A plain page of the same words; a line that is one of our own links becomes a link, nothing else does. */
export function htmlOf(lang: Lang, subject: string, text: string, publicUrl: string): string {
  const paragraphs = text
    .split(/\n{2,}/)
    .map((block) => `<p style="margin:0 0 16px">${block.split('\n').map(lineOf).join('<br>')}</p>`)
  return [
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="margin:0;padding:16px;font:16px/1.5 sans-serif;color:#111;background:#fff;max-width:640px">',
    ...paragraphs,
    '</body></html>',
  ].join('\n')

  function lineOf(line: string): string {
    const url = line.trim()
    const ours = url.startsWith(`${publicUrl}/`) && /^[\x21-\x7e]+$/.test(url)
    return ours ? `<a href="${escapeHtml(url)}">${escapeHtml(url)}</a>` : escapeHtml(line)
  }
}
