import { instantOf, isDate } from '../../shared/domain/zone.ts'
import type { ImportMap } from './map.ts'

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?([Zz]|[+-]\d{2}:\d{2})$/
const LOCAL = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/
const US = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AP]M)?)?$/i

/** The instant a cell names (epoch ms), or undefined when it cannot be read. */
export function readInstant(text: string, rule: ImportMap['instants']): number | undefined {
  if (rule.format === 'rfc3339') return RFC3339.test(text) ? finite(Date.parse(text.replace(' ', 'T'))) : undefined
  const parts = rule.format === 'us' ? readUs(text) : readLocal(text)
  if (!parts || !isDate(parts.date) || parts.hour > 23 || parts.minute > 59 || parts.second > 59) return undefined
  return instantOf(rule.zone, parts.date, parts.hour * 60 + parts.minute) + parts.second * 1000
}

interface Parts {
  readonly date: string
  readonly hour: number
  readonly minute: number
  readonly second: number
}

function readLocal(text: string): Parts | undefined {
  const found = LOCAL.exec(text)
  if (!found) return undefined
  const [, date, hour = 0, minute = 0, second = 0] = found
  return { date: date!, hour: Number(hour), minute: Number(minute), second: Number(second) }
}

/** 03/01/2011 02:27:57 PM */
function readUs(text: string): Parts | undefined {
  const found = US.exec(text)
  if (!found) return undefined
  const [, month, day, year, hours = 0, minute = 0, second = 0, half] = found
  const hour = Number(hours)
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined
  return {
    date: `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`,
    hour: half === undefined ? hour : (hour % 12) + (half.toUpperCase() === 'PM' ? 12 : 0),
    minute: Number(minute),
    second: Number(second),
  }
}

const finite = (at: number) => (Number.isFinite(at) ? at : undefined)
