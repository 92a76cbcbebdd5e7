const PAUSE_MS = 700

/** The report form with a browser's help: my location, districts of the region chosen, topics and similar problems while typing. */
export class ReportForm extends HTMLElement {
  private form!: HTMLFormElement
  private asked = ''
  private timer = 0

  connectedCallback(): void {
    const form = this.querySelector('form')
    if (!form) return
    this.form = form
    this.locate()
    this.narrowDistricts()
    const later = () => {
      clearTimeout(this.timer)
      this.timer = window.setTimeout(() => this.suggest(), PAUSE_MS)
    }
    this.field('text').addEventListener('input', later)
    form.addEventListener('change', later)
    form.addEventListener('restored', () => {
      this.field('region').dispatchEvent(new Event('change'))
      later()
    })
    this.querySelector('[data-suggested]')?.addEventListener('click', (event) => this.choose(event.target))
    if (this.field('text').value) later()
  }

  private field(name: string): HTMLInputElement {
    return this.form.elements.namedItem(name) as HTMLInputElement
  }

  private locate(): void {
    const button = this.querySelector<HTMLElement>('[data-locate]')
    const said = this.querySelector('[data-place]')
    if (!button || !said || !('geolocation' in navigator)) return
    button.hidden = false
    button.addEventListener('click', () => {
      said.textContent = this.dataset.locating ?? ''
      navigator.geolocation.getCurrentPosition(
        async ({ coords }) => {
          this.field('lat').value = coords.latitude.toFixed(6)
          this.field('lon').value = coords.longitude.toFixed(6)
          const place = await this.ask('region')
          const region = place?.querySelector<HTMLElement>('[data-region]')
          if (region) {
            this.field('region').value = region.dataset.region ?? ''
            this.field('region').dispatchEvent(new Event('change', { bubbles: true }))
          }
          const name = region?.textContent
          said.textContent = (name ? this.dataset.located?.replace('%', name) : this.dataset.notLocated) ?? ''
        },
        () => {
          said.textContent = this.dataset.notLocated ?? ''
        },
        { timeout: 15_000, maximumAge: 300_000, enableHighAccuracy: true },
      )
    })
  }

  /** Only the districts of the region chosen; all of them while none is. */
  private narrowDistricts(): void {
    const region = this.field('region')
    const district = this.form.elements.namedItem('district') as HTMLSelectElement
    const groups = [...district.querySelectorAll('optgroup')]
    const narrow = () => {
      const chosen = district.value
      for (const group of groups) {
        const fits = region.value === '' || group.dataset.key === region.value
        if (fits && !group.isConnected) district.append(group)
        if (!fits) group.remove()
      }
      district.value = chosen
      if (district.selectedIndex < 0) district.value = ''
    }
    region.addEventListener('change', narrow)
    narrow()
  }

  private async suggest(): Promise<void> {
    const place = this.querySelector('[data-suggested]')
    const wanted = ['text', 'region', 'district'].map((name) => this.field(name).value).join('\n')
    if (!place || wanted === this.asked || this.field('text').value.length < 5) return
    this.asked = wanted
    const answer = await this.ask('suggestions')
    // Typed on meanwhile: the next answer is the right one.
    if (!answer || this.asked !== wanted) return
    place.replaceChildren(...answer.childNodes)
    this.mark()
  }

  private async ask(what: 'suggestions' | 'region'): Promise<HTMLElement | null> {
    const body = new URLSearchParams({ what })
    for (const name of ['text', 'region', 'district', 'lat', 'lon', '_csrf']) {
      const value = (this.form.elements.namedItem(name) as HTMLInputElement | null)?.value
      if (value && !(what === 'region' && (name === 'region' || name === 'text'))) body.set(name, value)
    }
    try {
      const answer = await fetch(this.getAttribute('suggestions')!, {
        method: 'POST',
        body,
        credentials: 'same-origin',
      })
      if (!answer.ok) return null
      return new DOMParser().parseFromString(await answer.text(), 'text/html').body
    } catch {
      return null
    }
  }

  private choose(target: EventTarget | null): void {
    const chip = target instanceof Element ? target.closest<HTMLElement>('[data-category]') : null
    if (!chip) return
    const category = this.field('category')
    category.value = category.value === chip.dataset.category ? '' : (chip.dataset.category ?? '')
    category.dispatchEvent(new Event('change', { bubbles: true }))
    this.mark()
  }

  private mark(): void {
    const chosen = this.field('category').value
    for (const chip of this.querySelectorAll<HTMLElement>('[data-category]'))
      chip.setAttribute('aria-pressed', String(chip.dataset.category === chosen))
  }
}
