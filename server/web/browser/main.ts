import { Draft } from './elements/draft.ts'
import { KeptReports } from './elements/kept.ts'
import { Live } from './elements/live.ts'
import { MapButton } from './elements/map.ts'
import { PrintButton, ShareButton } from './elements/offers.ts'
import { Photos } from './elements/photos.ts'
import { ReportForm } from './elements/report.ts'

/** Each behaviour is an element of its own; without it the page works as it is. */
customElements.define('db-live', Live)
customElements.define('db-draft', Draft)
customElements.define('db-report', ReportForm)
customElements.define('db-map', MapButton)
customElements.define('db-photos', Photos)
customElements.define('db-kept', KeptReports)
customElements.define('db-print', PrintButton)
customElements.define('db-share', ShareButton)
// A page that came back with faults is read from them.
document.getElementById('faults')?.focus()
// Reports can be written without a connection, in the language read last. Refused, everything else works as it is.
navigator.serviceWorker?.register(`/sw.js?lang=${document.documentElement.lang}`).catch(() => undefined)
