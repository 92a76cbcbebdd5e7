import { Board } from './elements/board.ts'
import { Draft } from './elements/draft.ts'
import { Keys } from './elements/keys.ts'
import { Live } from './elements/live.ts'
import { MapButton } from './elements/map.ts'
import { PrintButton, ShareButton } from './elements/offers.ts'
import { ReportForm } from './elements/report.ts'
import { Template } from './elements/template.ts'
import { Undo } from './elements/undo.ts'

/** What the pages of the staff do more than the server can; without it each works as it is. */
customElements.define('db-draft', Draft)
customElements.define('db-board', Board)
customElements.define('db-template', Template)
customElements.define('db-undo', Undo)
customElements.define('db-keys', Keys)
customElements.define('db-live', Live)
customElements.define('db-report', ReportForm)
customElements.define('db-map', MapButton)
customElements.define('db-print', PrintButton)
customElements.define('db-share', ShareButton)
// A page that came back with faults is read from them.
document.getElementById('faults')?.focus()

// The menu of a phone scrolls sideways: where one is stands in sight.
const entry = document.querySelector('.top__nav [aria-current]')?.parentElement
if (entry?.parentElement) entry.parentElement.scrollLeft = entry.offsetLeft - 16
document.querySelector('.top__nav')?.addEventListener('focusin', ({ target }) => {
  if (target instanceof Element) target.scrollIntoView({ block: 'nearest', inline: 'nearest' })
})

/** Whoever signs out leaves no words behind on this device. */
document.querySelector('form[action$="/sign-out"]')?.addEventListener('submit', () => {
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith('daybreak-draft-')) localStorage.removeItem(name)
  } catch {
    // storage is forbidden: nothing was kept
  }
})
