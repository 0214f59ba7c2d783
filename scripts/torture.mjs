// npm run torture: the torture tests with their full counts. TORTURE_CUTS, TORTURE_KILLS, TORTURE_STRANGERS and TORTURE_SEED change them.
import { findNode, inRoot, ROOT } from './project.mjs'
import { endLike, runInOurPlace } from './run-child.mjs'

const FULL = { TORTURE_CUTS: '1500', TORTURE_KILLS: '60', TORTURE_STRANGERS: '5000' }

// Verbose: the figures are shown where all went well, too.
const args = [
  'run',
  '--project',
  'integration',
  '--reporter',
  'verbose',
  'test/integration/torture',
  'test/integration/server/flood.test.ts',
]
runInOurPlace(findNode(), [inRoot('node_modules', 'vitest', 'vitest.mjs'), ...args], {
  cwd: ROOT,
  env: { ...FULL, ...process.env },
}).then(endLike, (/** @type {Error} */ error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
