import { existsSync, mkdirSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { projectPath } from '../../db/root.ts'
import type { Lang } from '../../shared/domain/text.ts'

/** Chromium of the machine: CHROMIUM names another one. */
const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The machine's Chromium, or undefined. */
export function findChromium(): string | undefined {
  return PLACES.find((path) => path && existsSync(path))
}

/** Quiet, without a sandbox (tests run as root, too), and with nothing sent to anywhere. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A real Chromium, closed after the test. Throws with what to install when there is none. */
export async function openBrowser(t: { teardown(work: () => unknown): unknown }): Promise<Browser> {
  const executablePath = findChromium()
  if (!executablePath)
    throw new Error('The browser tests need Chromium: apt-get install chromium (or name one in CHROMIUM).')
  const browser = await chromium.launch({ executablePath, args: FLAGS })
  t.teardown(() => browser.close())
  return browser
}

export const PHONE: BrowserContextOptions = { viewport: { width: 320, height: 640 }, hasTouch: true }
export const DESK: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }

/** Each language, each width, with scripts and without: not every pairing, since the languages differ in words only. */
export const LOOKS: readonly [Lang, 'phone' | 'desk', BrowserContextOptions & { javaScriptEnabled: boolean }][] = [
  ['kk', 'phone', { ...PHONE, javaScriptEnabled: true }],
  ['kk', 'desk', { ...DESK, javaScriptEnabled: false }],
  ['ru', 'desk', { ...DESK, javaScriptEnabled: true }],
  ['en', 'phone', { ...PHONE, javaScriptEnabled: false }],
]

/** Kept beside the build, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = projectPath('build', 'screenshots')
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
