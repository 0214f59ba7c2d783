// npm run build: builds the main process, the preload and the UI into out/.
import { build } from './build-app.mjs'

build().catch((/** @type {Error} */ error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
