import { Draft } from './elements/draft.ts'
import { Live } from './elements/live.ts'
import { PrintButton, ShareButton } from './elements/offers.ts'
import { ReportForm } from './elements/report.ts'

/** Each behaviour is an element of its own; without it the page works as it is. */
customElements.define('db-live', Live)
customElements.define('db-draft', Draft)
customElements.define('db-report', ReportForm)
customElements.define('db-print', PrintButton)
customElements.define('db-share', ShareButton)
// A page that came back with faults is read from them.
document.getElementById('faults')?.focus()
