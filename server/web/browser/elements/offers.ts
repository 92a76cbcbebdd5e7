/** Buttons for what only a browser can do; hidden where it cannot. */
abstract class Offer extends HTMLElement {
  protected abstract can(): boolean
  protected abstract act(button: HTMLButtonElement): void

  connectedCallback(): void {
    const button = this.querySelector('button')
    if (!button || !this.can()) return
    this.hidden = false
    button.hidden = false
    button.addEventListener('click', () => this.act(button))
  }
}

export class PrintButton extends Offer {
  protected can(): boolean {
    return 'print' in window
  }
  protected act(): void {
    window.print()
  }
}

export class ShareButton extends Offer {
  protected can(): boolean {
    return 'share' in navigator || 'clipboard' in navigator
  }
  protected act(button: HTMLButtonElement): void {
    const url = location.href.split(/[?#]/)[0]!
    if ('share' in navigator) {
      // The reader may think better of it.
      navigator.share({ url, title: document.title }).catch(() => undefined)
      return
    }
    void (navigator as Navigator).clipboard.writeText(url).then(() => {
      button.textContent = this.dataset.copied ?? ''
    })
  }
}
