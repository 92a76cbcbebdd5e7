interface Entry {
  readonly uid: string
  readonly stamp: number
  readonly at: number
  readonly summary: string
  readonly url: string
}

const ALARM_BEFORE = '-PT1H'

/** One promised hour as an iCalendar file (RFC 5545): an event of a quarter of an hour with an alarm an hour before. */
export function calendarOf({ uid, stamp, at, summary, url }: Entry): string {
  return [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Daybreak//Daybreak//KK',
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `DTSTAMP:${utc(stamp)}`,
    `DTSTART:${utc(at)}`,
    'DURATION:PT15M',
    `SUMMARY:${escaped(summary)}`,
    `URL:${url}`,
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(summary)}`,
    `TRIGGER:${ALARM_BEFORE}`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]
    .map(folded)
    .join('\r\n')
}

const utc = (at: number) => new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
const escaped = (text: string) => text.replace(/[\\;,]/g, (c) => `\\${c}`).replace(/\n/g, '\\n')

/** Lines end at 75 octets and go on behind a space; a letter is never cut in two. */
function folded(line: string): string {
  let out = ''
  let octets = 0
  for (const letter of line) {
    const size = Buffer.byteLength(letter)
    if (octets + size > 74) {
      out += '\r\n '
      octets = 1
    }
    out += letter
    octets += size
  }
  return out
}
