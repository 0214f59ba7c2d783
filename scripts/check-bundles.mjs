import { readdirSync, readFileSync } from 'node:fs'
import { inRoot } from './project.mjs'

/** Names that only zod writes; they survive minification. */
const ZOD_MARKS = ['ZodError', 'invalid_type', '_zod']
const MAX_PRELOAD_BYTES = 2_048

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
}
