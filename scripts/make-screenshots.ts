// npm run screenshots: the pictures of docs/screenshots, taken from the real application. With a folder as an argument, many
// more states are written there to be looked at: every screen in light and dark and at every width.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Studio } from './screenshots/studio.ts'
import { takeForDocs } from './screenshots/for-docs.ts'
import { takeForReview } from './screenshots/for-review.ts'

const DOCS = join(import.meta.dirname, '..', 'docs', 'screenshots')

const folder = process.argv[2]
const studio = await Studio.open()
try {
  mkdirSync(DOCS, { recursive: true })
  await takeForDocs(studio, DOCS)
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true })
    await takeForReview(studio, resolve(folder))
  }
} finally {
  await studio.close()
}
