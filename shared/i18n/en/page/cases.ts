import type { Translation } from '../../catalog.ts'
import type * as kk from '../../kk/page/cases.ts'

export const cases: Translation<typeof kk.cases> = {
  title: 'Reported problems',
  lead: 'The deadline and the state of every problem are open to everyone.',
  filter: 'Filter',
  search: 'A word or a case number',
  region: 'Region',
  regionAll: 'All regions',
  category: 'Topic',
  categoryAll: 'All topics',
  status: 'State',
  statusAll: 'All',
  statusOpen: 'open',
  statusOverdue: 'overdue',
  apply: 'Show',
  clear: 'Clear the filter',
  none: 'No such case was found',
  noneHint: 'Try another filter, or report the problem yourself.',
  list: 'List',
  map: 'Map of the regions',
  mapHint: 'Choose a region to see its problems. The darker the colour, the more cases are open.',
  mapTable: 'The same figures as a table',
  openCases: 'open',
  overdueCases: 'overdue',
  mapRegion: '{region}: {open} open, {overdue} overdue',
  supporters: { by: 'n', one: '{n} more person has this', other: '{n} more people have this' },
}
