import PostalMime from 'postal-mime'

export interface MailPart {
  readonly type: string
  readonly name: string | null
  readonly text: string
  readonly bytes: Buffer
}

/** Text, HTML and files of a message as it came over the wire (one sign per byte), read by a parser that is not ours. */
export async function bodiesOf(raw: string): Promise<MailPart[]> {
  const mail = await PostalMime.parse(Buffer.from(raw, 'latin1'))
  const part = (type: string, text: string | undefined): MailPart[] =>
    text === undefined ? [] : [{ type, name: null, text, bytes: Buffer.from(text) }]
  return [
    ...part('text/plain', mail.text),
    ...part('text/html', mail.html),
    ...mail.attachments.map(({ mimeType, filename, content }) => {
      const bytes = Buffer.from(content as ArrayBuffer)
      return { type: mimeType, name: filename, text: '', bytes }
    }),
  ]
}
