import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { inRoot } from './project.mjs'

/** Names that only zod writes; they survive minification. */
const ZOD_MARKS = ['ZodError', 'invalid_type', '_zod']
const MAX_PRELOAD_BYTES = 2_048
/** What a browser on the network loads before it shows anything, compressed. */
const MAX_FIRST_BUNDLE_BYTES = 200 * 1024

/** Throws where zod came into what the page loads, which one import of a value is enough for. */
export function checkBundles() {
  const preload = inRoot('out', 'preload', 'index.cjs')
  const scripts = readdirSync(inRoot('out', 'renderer'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => inRoot('out', 'renderer', name))
  for (const file of [preload, ...scripts]) {
    const text = readFileSync(file, 'utf8')
    const mark = ZOD_MARKS.find((word) => text.includes(word))
    if (mark !== undefined) throw new Error(`${file} contains zod ("${mark}"): import types only.`)
  }
  const { length } = readFileSync(preload)
  if (length > MAX_PRELOAD_BYTES) {
    throw new Error(`${preload} has ${length} bytes: something more than a wire is in it.`)
  }
  checkFirstBundle()
}

/** Throws where the page itself asks for too much at once: dialogs and pages are parts of their own. */
function checkFirstBundle() {
  const page = readFileSync(inRoot('out', 'renderer', 'index.html'), 'utf8')
  const files = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(
    ([, name]) => name,
  )
  const bytes = files
    .map((name) => gzipSync(readFileSync(inRoot('out', 'renderer', name))).length)
    .reduce((sum, length) => sum + length, 0)
  if (bytes > MAX_FIRST_BUNDLE_BYTES) {
    throw new Error(
      `The first bundle has ${Math.ceil(bytes / 1024)} KiB compressed, at most 200: make parts of it lazy.`,
    )
  }
}
