/** Signs that would end or split an address somewhere on its way: nodemailer once let a line break redirect a mail (house.md). */
const ADDRESS = /^[^\s\p{C}"(),:;<>@[\\\]]{1,64}@(?=.{1,253}$)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*$/u

/** The address if a mail can be sent to it and to nobody else; undefined otherwise. */
export function addressOf(text: unknown): string | undefined {
  return typeof text === 'string' && text.length <= 254 && ADDRESS.test(text) ? text : undefined
}

/** One line: no line breaks, control signs or direction marks that would make a subject lie. */
export function oneLine(text: string, max = 200): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cf}\p{Cs}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
  return line.length <= max ? line : `${line.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

export interface Sender {
  readonly name: string
  readonly address: string
}

/** `Name <address>` or the bare address of MAIL_FROM; undefined when it is neither. */
export function senderOf(mailFrom: string): Sender | undefined {
  const named = /^(.*)<([^<>]*)>$/.exec(mailFrom.trim())
  const address = addressOf((named?.[2] ?? mailFrom).trim())
  return address === undefined ? undefined : { name: oneLine((named?.[1] ?? '').replace(/^\s*"|"\s*$/g, '')), address }
}
