const OFF = 'daybreak-keys-off'
const TYPING = 'input:not([type=checkbox]):not([type=radio]):not([type=submit]),textarea,select,[contenteditable]'

/**
 * The desk by keyboard: j and k move along the queue, letters open what is marked with them (`data-key`), / searches, ?
 * helps. Keys are taken by their place, so that they work under a Kazakh or Russian layout, never while somebody types,
 * and not at all when switched off.
 */
export class Keys extends HTMLElement {
  connectedCallback(): void {
    document.addEventListener('keydown', this.press)
    this.openAsked()
    addEventListener('hashchange', this.openAsked)
    const help = this.querySelector<HTMLButtonElement>('[data-help]')
    const dialog = this.querySelector<HTMLDialogElement>('#help')
    const tick = this.querySelector<HTMLInputElement>('[data-keys]')
    if (!help || !dialog || !tick || !('showModal' in dialog)) return
    help.hidden = false
    help.addEventListener('click', () => dialog.showModal())
    tick.checked = !isOff()
    tick.addEventListener('change', () => setOff(!tick.checked))
  }

  disconnectedCallback(): void {
    document.removeEventListener('keydown', this.press)
    removeEventListener('hashchange', this.openAsked)
  }

  /** '#r' in the address is the key pressed in the queue. */
  private openAsked = (): void => {
    const key = /^#([a-z])$/.exec(location.hash)?.[1]
    const marked = key && this.querySelector<HTMLElement>(`[data-key=${key}]`)
    if (marked) open(marked)
  }

  private press = (event: KeyboardEvent): void => {
    const { target, code, key } = event
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return
    if (target instanceof Element && target.matches(TYPING)) {
      if (key === 'Escape') (target as HTMLElement).blur()
      return
    }
    if (document.querySelector('dialog[open]')) return
    const help = key === '?' || (code === 'Slash' && event.shiftKey)
    const act = help ? () => this.help() : isOff() ? undefined : this.actOf(event)
    if (!act) return
    event.preventDefault()
    act()
  }

  private actOf({ code, key, shiftKey }: KeyboardEvent): (() => void) | undefined {
    if (key === '/' || (code === 'Slash' && !shiftKey)) return () => this.search()
    const letter = /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase()
    if (!letter || shiftKey) return undefined
    if (letter === 'j') return () => this.move(1)
    if (letter === 'k') return () => this.move(-1)
    const marked = [...this.querySelectorAll<HTMLElement>(`[data-key=${letter}]`)].find((one) => one.offsetParent)
    if (marked) return () => open(marked)
    const row = document.activeElement?.closest<HTMLAnchorElement>('a[data-row]')
    // From the queue a letter leads to the case, with that form open.
    return row && /[rcua]/.test(letter) ? () => location.assign(`${row.href}#${letter}`) : undefined
  }

  private move(by: 1 | -1): void {
    const rows = [...this.querySelectorAll<HTMLElement>('a[data-row]')].filter((row) => row.offsetParent)
    if (rows.length === 0) return
    const current = rows.indexOf(document.activeElement as HTMLElement)
    const shown = rows.findIndex((row) => row.hasAttribute('aria-current'))
    const at = current >= 0 ? current + by : shown >= 0 ? shown + by : by > 0 ? 0 : rows.length - 1
    rows[Math.min(Math.max(at, 0), rows.length - 1)]!.focus()
  }

  private search(): void {
    const field = this.querySelector<HTMLInputElement>('input[type=search]')
    field?.focus()
    field?.select()
  }

  private help(): void {
    this.querySelector<HTMLButtonElement>('[data-help]')?.click()
  }
}

/** A form opens with its first field in hand; a link is followed. */
function open(marked: HTMLElement): void {
  const details = marked.closest('details')
  if (!details) {
    marked.click()
    return
  }
  details.open = true
  details.scrollIntoView({ block: 'nearest' })
  details.querySelector<HTMLElement>('form[method=post] :is(textarea,input:not([type=hidden]),select)')?.focus()
}

function isOff(): boolean {
  try {
    return localStorage.getItem(OFF) !== null
  } catch {
    return false
  }
}

function setOff(off: boolean): void {
  try {
    if (off) localStorage.setItem(OFF, 'yes')
    else localStorage.removeItem(OFF)
  } catch {
    // storage is forbidden: the choice holds for nothing
  }
}
