/** A template fills the form at once; what somebody wrote is not written over, it is added to. */
export class Template extends HTMLElement {
  connectedCallback(): void {
    const select = this.querySelector('select')
    const form = document.getElementById(this.getAttribute('for') ?? '')
    if (!select || !(form instanceof HTMLFormElement)) return
    const button = this.querySelector<HTMLElement>('button')
    if (button) button.hidden = true
    let last: Record<string, string> = {}
    select.addEventListener('change', () => {
      const { dataset } = select.selectedOptions[0]!
      const filled: Record<string, string> = {}
      for (const name of ['text', 'nextAction']) {
        const value = dataset[name]
        const field = form.elements.namedItem(name) as HTMLTextAreaElement | HTMLInputElement | null
        if (!value || !field) continue
        const own = field.value.trim()
        field.value = own === '' || own === last[name] ? value : `${own}\n${value}`
        filled[name] = value
      }
      last = filled
      form.dispatchEvent(new Event('input', { bubbles: true }))
    })
  }
}
