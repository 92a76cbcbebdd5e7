const WAIT_S = 10
/** So close to the promised hour nothing is held back. */
const TOO_CLOSE_MS = 60_000
const STAYED_MS = 3_000

/**
 * What goes out in public waits ten seconds in the page, where it can still be taken back. Whoever leaves the page
 * meanwhile does not lose it: it is sent then. Without scripts the server shows a check page instead (`step`).
 */
export class Undo extends HTMLElement {
  private timer = 0
  private left = 0
  private readonly openedAt = Date.now()

  connectedCallback(): void {
    this.querySelector('form')?.addEventListener('submit', (event) => this.hold(event))
    // Before the page goes: a request of a page that has gone does not get past a service worker (Chromium 156).
    // A phone that drops the page says `pagehide` only.
    addEventListener('beforeunload', this.leave)
    addEventListener('pagehide', this.leave)
    addEventListener('pageshow', (event) => {
      if (event.persisted) location.reload()
    })
  }

  disconnectedCallback(): void {
    clearInterval(this.timer)
    removeEventListener('beforeunload', this.leave)
    removeEventListener('pagehide', this.leave)
  }

  private get form(): HTMLFormElement {
    return this.querySelector('form')!
  }

  private hold(event: SubmitEvent): void {
    const { form } = this
    // A button with a step of its own (the preview) sends nothing out.
    const own = event.submitter?.getAttribute('name') === 'step'
    if (own || !form.querySelector('[type=hidden][name=step]')) return
    event.preventDefault()
    if (this.timer) return
    // Nothing typed, or nothing chosen: the server says what is missing, at once.
    const areas = [...form.querySelectorAll<HTMLTextAreaElement>('textarea:not([data-optional])')]
    const unchosen = [...form.querySelectorAll<HTMLSelectElement>('select:not([data-optional])')].some((s) => !s.value)
    const empty = unchosen || (areas.length > 0 && areas.every((area) => area.value.trim() === ''))
    const close =
      this.dataset.left !== undefined && Number(this.dataset.left) - (Date.now() - this.openedAt) < TOO_CLOSE_MS
    if (empty || close) {
      this.send()
      return
    }
    this.left = WAIT_S
    const bar = document.createElement('div')
    bar.className = 'undo'
    const said = document.createElement('p')
    said.setAttribute('role', 'status')
    const seconds = document.createElement('span')
    seconds.setAttribute('aria-hidden', 'true')
    const undo = button(this.dataset.undo, 'button', () => this.stop(bar))
    const now = button(this.dataset.now, 'button button--second', () => this.send())
    bar.append(said, undo, now)
    form.append(bar)
    this.lock(true)
    said.textContent = `${this.dataset.waiting} `
    said.append(seconds)
    seconds.textContent = String(this.left)
    undo.focus()
    this.timer = window.setInterval(() => {
      seconds.textContent = String(--this.left)
      if (this.left <= 0) this.send()
    }, 1_000)
  }

  private stop(bar: HTMLElement): void {
    clearInterval(this.timer)
    this.timer = 0
    bar.remove()
    this.lock(false)
    this.form.querySelector<HTMLElement>('textarea')?.focus()
  }

  /** What waits is not changed any more; the buttons of the form give way to the bar. */
  private lock(on: boolean): void {
    for (const field of this.form.querySelectorAll<HTMLInputElement>('textarea,input:not([type=hidden])'))
      field.readOnly = on
    this.form.classList.toggle('is-waiting', on)
  }

  private send(): void {
    clearInterval(this.timer)
    this.timer = 0
    this.ready()
    this.form.submit()
  }

  private ready(): void {
    this.form.querySelector<HTMLInputElement>('[type=hidden][name=step]')!.value = 'send'
  }

  private leave = (): void => {
    if (!this.timer) return
    clearInterval(this.timer)
    this.timer = 0
    this.ready()
    const fields = new URLSearchParams()
    for (const [name, value] of new FormData(this.form)) if (typeof value === 'string') fields.append(name, value)
    navigator.sendBeacon(this.form.action, fields)
    // It was only a download: the page is still here, and shows what has become of the case.
    setTimeout(() => location.assign(this.closest('db-live')?.getAttribute('from') ?? location.href), STAYED_MS)
  }
}

function button(text: string | undefined, look: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = look
  made.textContent = text ?? ''
  made.addEventListener('click', act)
  return made
}
