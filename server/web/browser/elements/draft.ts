const KEPT_FOR_MS = 7 * 24 * 3_600_000
const NEVER = new Set(['_csrf', 'step'])

type Kept = { at: number; values: Record<string, string> }

/**
 * Keeps what is typed into its form on this device until it is sent, so that neither a reload nor a lost network loses a
 * word. `clear` forgets it; `without` names fields that are
 * never kept (what a caller says of themselves). What stands in the form already (after a fault) is newer and stays.
 */
export class Draft extends HTMLElement {
  connectedCallback(): void {
    const name = `daybreak-draft-${this.getAttribute('name')}`
    if (this.hasAttribute('clear')) store(name, null)
    const form = this.querySelector('form')
    if (!form) return
    // The page may come out of the browser's store: two reports must not bear one key.
    const key = form.hasAttribute('data-new') && form.elements.namedItem('key')
    if (key instanceof HTMLInputElement) key.value = newKey()
    this.restore(form, name)
    const without = this.getAttribute('without')?.split(' ') ?? []
    const keepNow = () => store(name, valuesOf(form, without))
    let timer = 0
    const keep = () => {
      clearTimeout(timer)
      timer = window.setTimeout(keepNow, 300)
    }
    form.addEventListener('input', keep)
    form.addEventListener('change', keep)
    form.addEventListener('submit', keepNow)
    window.addEventListener('pagehide', keepNow)
  }

  private restore(form: HTMLFormElement, name: string): void {
    const text = form.querySelector('textarea')
    if (text?.value !== '' || document.getElementById('faults')) return
    let kept: Kept | null = null
    try {
      kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null
    } catch {
      return
    }
    if (!kept || Date.now() - kept.at > KEPT_FOR_MS) return
    for (const [field, value] of Object.entries(kept.values)) {
      const control = form.elements.namedItem(field)
      if (control instanceof HTMLInputElement && control.type === 'checkbox') control.checked = value !== ''
      else if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) control.value = value
      else if (control instanceof HTMLSelectElement || control instanceof RadioNodeList) control.value = value
    }
    form.dispatchEvent(new Event('restored', { bubbles: true }))
  }
}

function valuesOf(form: HTMLFormElement, without: readonly string[]): Record<string, string> | null {
  const values: Record<string, string> = {}
  for (const [name, value] of new FormData(form))
    if (!NEVER.has(name) && !without.includes(name) && typeof value === 'string') values[name] = value
  return [...form.querySelectorAll('textarea')].some((area) => area.value) ? values : null
}

function store(name: string, values: Record<string, string> | null): void {
  try {
    if (values) localStorage.setItem(name, JSON.stringify({ at: Date.now(), values }))
    else localStorage.removeItem(name)
  } catch {
    // storage is full or forbidden: the form works without
  }
}

/** A random UUID, also where the page does not come by https. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
