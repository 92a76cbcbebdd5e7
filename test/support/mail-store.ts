import { type AddressInfo, createServer, type Socket } from 'node:net'

type Teardown = { teardown(work: () => unknown): unknown }

export interface StoredMessage {
  readonly uid: number
  readonly raw: Buffer
  readonly flags: Set<string>
  folder: string
}

export interface MailStore {
  readonly port: number
  readonly messages: StoredMessage[]
  add(raw: string): StoredMessage
  /** Called before a message is marked; returns false to let the line drop instead. */
  onStore: (uid: number) => boolean
  /** Called before bytes of a message are given; returns false to refuse them. */
  onBytes: (uid: number) => boolean
  /** Words of the commands so far. */
  readonly commands: string[]
}

/** A mailbox that speaks as much IMAP4rev1 (RFC 3501, MOVE of RFC 6851) as is needed to fetch, mark and move. */
export async function openMailStore(t: Teardown, login: { user: string; password: string }): Promise<MailStore> {
  const messages: StoredMessage[] = []
  const commands: string[] = []
  const sockets = new Set<Socket>()
  const store: MailStore = {
    port: 0,
    messages,
    commands,
    onStore: () => true,
    onBytes: () => true,
    add(raw) {
      const message = {
        uid: messages.length + 1,
        raw: Buffer.from(raw.replace(/\r?\n/g, '\r\n')),
        flags: new Set<string>(),
        folder: 'INBOX',
      }
      messages.push(message)
      return message
    },
  }
  const answer = (socket: Socket, line: string): void => {
    const [, tag = '', rest = ''] = /^(\S+) (.*)$/.exec(line) ?? []
    const words = rest.toUpperCase()
    commands.push(rest.split(' ').slice(0, 2).join(' ').toUpperCase())
    const ok = (more = 'OK') => socket.write(`${tag} ${more} done\r\n`)
    const inFolder = () => messages.filter((m) => m.folder === 'INBOX')
    const one = (uid: string) => inFolder().find((m) => m.uid === Number(uid))
    const number = (message: StoredMessage) => inFolder().indexOf(message) + 1
    if (words.startsWith('CAPABILITY')) socket.write('* CAPABILITY IMAP4rev1 MOVE\r\n')
    else if (words.startsWith('LOGIN')) {
      if (!rest.includes(login.user) || !rest.includes(login.password)) return void ok('NO')
    } else if (words.startsWith('LIST'))
      socket.write(
        /^LIST "" ""/.test(words)
          ? '* LIST (\\Noselect) "/" ""\r\n'
          : '* LIST (\\HasNoChildren) "/" "INBOX"\r\n* LIST () "/" "Done"\r\n',
      )
    else if (words.startsWith('NAMESPACE')) socket.write('* NAMESPACE (("" "/")) NIL NIL\r\n')
    else if (words.startsWith('SELECT')) {
      socket.write(
        `* FLAGS (\\Seen \\Flagged \\Deleted)\r\n* ${inFolder().length} EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT ${messages.length + 1}] ok\r\n* OK [PERMANENTFLAGS (\\Seen \\Flagged \\Deleted \\*)] ok\r\n`,
      )
      return void ok('OK [READ-WRITE]')
    } else if (words.startsWith('UID SEARCH')) {
      const unseen = inFolder().filter(
        (m) => !m.flags.has('\\Seen') && !m.flags.has(/UNKEYWORD (\S+)/i.exec(rest)?.[1] ?? ''),
      )
      socket.write(`* SEARCH ${unseen.map((m) => m.uid).join(' ')}\r\n`)
    } else if (words.startsWith('UID FETCH')) {
      const message = one(/^UID FETCH (\d+)/i.exec(rest)?.[1] ?? '')
      if (message) {
        const [, start, length] = /BODY\.PEEK\[\]<(\d+)\.(\d+)>/i.exec(rest) ?? []
        const head = `* ${number(message)} FETCH (UID ${message.uid}`
        if (start === undefined) {
          const fields = /BODY\.PEEK(\[HEADER\.FIELDS \([^)]*\)\])/i.exec(rest)?.[1]
          const header = message.raw.subarray(0, message.raw.indexOf('\r\n\r\n') + 4)
          socket.write(
            `${head}${fields ? ` BODY${fields} {${header.length}}\r\n${header.toString('latin1')}` : ''} RFC822.SIZE ${message.raw.length} INTERNALDATE "23-Nov-2026 11:00:00 +0500" FLAGS (${[...message.flags].join(' ')}))\r\n`,
          )
        } else {
          if (!store.onBytes(message.uid)) return void ok('NO')
          const part = message.raw.subarray(Number(start), Number(start) + Number(length))
          socket.write(`${head} BODY[]<${start}> {${part.length}}\r\n`)
          socket.write(part)
          socket.write(')\r\n')
        }
      }
    } else if (words.startsWith('UID STORE')) {
      const message = one(/^UID STORE (\d+)/i.exec(rest)?.[1] ?? '')
      if (message && !store.onStore(message.uid)) return void socket.destroy()
      for (const flag of rest.match(/[\\$]\w+/g) ?? []) message?.flags.add(flag)
      if (message)
        socket.write(`* ${number(message)} FETCH (UID ${message.uid} FLAGS (${[...message.flags].join(' ')}))\r\n`)
    } else if (words.startsWith('UID MOVE')) {
      const [, uid = '', to = ''] = /^UID MOVE (\d+) "?([^"]+)"?/i.exec(rest) ?? []
      const message = one(uid)
      if (message) {
        const at = number(message)
        message.folder = to
        socket.write(`* ${at} EXPUNGE\r\n`)
      }
    } else if (words.startsWith('LOGOUT')) {
      socket.write('* BYE\r\n')
      ok()
      return void socket.end()
    }
    ok()
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.write('* OK [CAPABILITY IMAP4rev1 MOVE] ready\r\n')
    let waiting = ''
    socket.on('data', (chunk) => {
      waiting += chunk.toString('latin1')
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end)
        waiting = waiting.slice(end + 2)
        answer(socket, line)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return Object.assign(store, { port: (server.address() as AddressInfo).port })
}
