/** A button that opens the map; the map and its library are loaded only then. */
export class MapButton extends HTMLElement {
  connectedCallback(): void {
    const said = this.lastElementChild!
    this.addEventListener('click', async ({ target }) => {
      const button = (target as Element).closest('button')
      if (!button) return
      try {
        said.textContent = ''
        await (await import(`/assets/${this.dataset.map}`)).open(button)
      } catch {
        said.textContent = this.dataset.failed!
      }
    })
  }
}
