// Made by scripts/run.mjs at the end of every build: styles, scripts and fonts for the browser, in build/public/.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { compile } from 'sass'
import { projectPath } from '../db/root.ts'

/** Kazakh needs cyrillic-ext (ә ғ қ ң ө ұ ү һ) and cyrillic (і); together below 80 KB. */
const FONTS = ['cyrillic', 'cyrillic-ext', 'latin']
const FONT_FOLDER = 'node_modules/@fontsource-variable/golos-text/files'

/** Writes build/public: hashed names, so that a browser may keep them for a year, and their names in manifest.json. */
export async function buildAssets(out: string): Promise<void> {
  const folder = join(out, 'public')
  mkdirSync(folder, { recursive: true })
  const names: Record<string, string> = {}
  const put = (name: string, bytes: Buffer) => {
    const dot = name.lastIndexOf('.')
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10)
    const hashed = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`
    writeFileSync(join(folder, hashed), bytes)
    if (!name.endsWith('.woff2')) {
      writeFileSync(join(folder, `${hashed}.br`), brotliCompressSync(bytes, brotliFor(bytes)))
      writeFileSync(join(folder, `${hashed}.gz`), gzipSync(bytes, { level: 9 }))
    }
    names[name] = hashed
  }
  for (const font of FONTS) {
    put(`golos-${font}.woff2`, readFileSync(projectPath(FONT_FOLDER, `golos-text-${font}-wght-normal.woff2`)))
  }
  for (const name of entries('server/web/styles', '.scss')) {
    const { css } = compile(projectPath('server/web/styles', name), {
      style: 'compressed',
      charset: false,
      loadPaths: [projectPath('node_modules')],
      quietDeps: true,
    })
    put(name.replace(/\.scss$/, '.css'), Buffer.from(withoutPictures(withFonts(css, names))))
  }
  for (const name of entries('server/web/browser', '.ts')) {
    put(name.replace(/\.ts$/, '.js'), await bundle(projectPath('server/web/browser', name)))
  }
  for (const name of entries('server/web/images', '.svg'))
    put(name, readFileSync(projectPath('server/web/images', name)))
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(names, null, 1))
}

/** Files directly in a folder are entries; what begins with _ and what lies deeper is taken in by them. */
function entries(folder: string, ending: string): string[] {
  return readdirSync(projectPath(folder))
    .filter((name) => name.endsWith(ending) && !name.startsWith('_'))
    .sort()
}

function withFonts(css: string, names: Readonly<Record<string, string>>): string {
  return css.replace(/url\("?asset:([^")]+)"?\)/g, (_, name: string) => {
    const hashed = names[name]
    if (!hashed) throw new Error(`no such asset: ${name}`)
    return `url(/assets/${hashed})`
  })
}

/** Leaflet's styles name pictures of controls that our map does not have; nothing is asked for that is not there. */
function withoutPictures(css: string): string {
  return css.replace(/[\w-]+:[^;{}]*url\(["']?images\/[^;{}]*;?/g, '')
}

async function bundle(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: ['es2019', 'chrome70', 'firefox68'],
    // The notices of what is taken in stay with it, as its licences ask.
    legalComments: 'inline',
    logLevel: 'warning',
    // the browser's sources have a tsconfig of their own; nothing of the server's applies
    tsconfigRaw: {},
  })
  return Buffer.from(outputFiles[0]!.contents)
}

function brotliFor(bytes: Buffer) {
  return { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }
}
