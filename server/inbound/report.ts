import type { Email } from 'postal-mime'
import type { DeliveryReport, InboundMail } from '../../shared/domain/inbound.ts'

type Returned = InboundMail['returned']
interface ReportPart {
  readonly type: string
  readonly text: string
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const
const MOST = 20

/** What a delivery report says (RFC 3464; RFC 5965 complaints; RFC 8098 receipts), and what it brings back of our letter. */
export function reportOf(
  email: Email,
  parts: readonly ReportPart[],
): { report: DeliveryReport | null; returned: Returned } {
  const returned = headersOfReturned(parts, email)
  const of = (pattern: RegExp) => parts.find((p) => pattern.test(p.type))
  if (of(/feedback-report/)) return { report: { kind: 'complaint', action: 'unknown', status: null }, returned }
  if (of(/disposition-notification/)) return { report: { kind: 'receipt', action: 'unknown', status: null }, returned }
  const status = of(/delivery-status/)
  if (!status) return { report: null, returned }
  const field = (name: string) =>
    [...status.text.matchAll(new RegExp(`^${name}[ \\t]*:[ \\t]*([^\\r\\n]{1,200})`, 'gim'))].map((m) => m[1]!.trim())
  const said = field('Action').map((a) => a.toLowerCase().split(/[\s(;]/)[0])
  const codes = field('Status').map((s) => /\d\.\d{1,3}\.\d{1,3}/.exec(s)?.[0])
  // Of several recipients the worst counts: a letter has one.
  const action = ACTIONS.find((a) => said.includes(a)) ?? byCode(codes)
  return { report: { kind: 'delivery', action, status: codes.find(Boolean) ?? null }, returned }
}

function byCode(codes: readonly (string | undefined)[]): DeliveryReport['action'] {
  if (codes.some((c) => c?.startsWith('5'))) return 'failed'
  if (codes.some((c) => c?.startsWith('4'))) return 'delayed'
  if (codes.some((c) => c?.startsWith('2'))) return 'delivered'
  return 'unknown'
}

/** Message ids and reply addresses of ours that a bounce quotes, in a part of its own or in its text. */
function headersOfReturned(parts: readonly ReportPart[], email: Email): Returned {
  const texts = [...parts.map((p) => p.text), (email.text ?? '').slice(0, 64 * 1024)]
  const messageIds = new Set<string>()
  const addresses = new Set<string>()
  for (const text of texts) {
    for (const [, id] of text.matchAll(
      /^[> \t]*(?:Original-)?Message-ID[ \t]*:[ \t]*(?:\r?\n[ \t]+)?<([^<>\s]{1,300})>/gim,
    ))
      if (messageIds.size < MOST) messageIds.add(id!)
    for (const [address] of text.matchAll(/reply\+\d{1,15}\.[a-z2-7]{24}@[a-z0-9.-]{1,200}/gi))
      if (addresses.size < MOST) addresses.add(address.toLowerCase())
  }
  return { messageIds: [...messageIds], addresses: [...addresses] }
}
