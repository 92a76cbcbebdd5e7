import { Draft } from './elements/draft.ts'
import { Live } from './elements/live.ts'
import { PrintButton, ShareButton } from './elements/offers.ts'

/** What the pages of the staff do more than the server can; without it each works as it is. */
customElements.define('db-live', Live)
customElements.define('db-draft', Draft)
customElements.define('db-print', PrintButton)
customElements.define('db-share', ShareButton)
// A page that came back with faults is read from them.
document.getElementById('faults')?.focus()
