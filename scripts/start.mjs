// npm start: builds when needed, then opens the window; without one where there can be none.
// Runs on Node 20 too, for who starts it without npm. What the flags mean is the application's business.
import { buildIfNeeded } from './build-app.mjs'
import { findOrInstallElectron } from './electron-runtime.mjs'
import { findNode, inRoot, ROOT } from './project.mjs'
import { endLike, runInOurPlace } from './run-child.mjs'

/** These need no window, whatever else is asked. */
const WINDOWLESS_FLAGS = ['--headless', '--help', '--sign-in-link']
const NO_SANDBOX = '--no-sandbox'
/** How Electron ends where a library of the system or its sandbox is missing. */
const COULD_NOT_LOAD = 127
const COULD_NOT_SANDBOX = 'SIGTRAP'

async function main() {
  const args = process.argv.slice(2)
  await buildIfNeeded()
  endLike(await run(args))
}

/** @param {readonly string[]} args */
async function run(args) {
  if (args.some((arg) => WINDOWLESS_FLAGS.includes(arg))) return runWithoutWindow(args)
  const obstacle = findObstacle(args)
  if (obstacle !== null) return runWithoutWindow(args, obstacle)

  const electron = await findOrInstallElectron()
  if ('reason' in electron) {
    return runWithoutWindow(args, `No Electron runtime (${electron.reason})`)
  }
  const ending = await runInOurPlace(electron.file, ['.', ...args], { cwd: ROOT })
  const couldNotStart = ending.code === COULD_NOT_LOAD || ending.signal === COULD_NOT_SANDBOX
  return couldNotStart && !ending.wasAsked
    ? runWithoutWindow(args, 'Electron cannot start on this system')
    : ending
}

/**
 * Why no window can be opened here; null where nothing speaks against it.
 * @param {readonly string[]} args
 */
function findObstacle(args) {
  if (process.platform !== 'linux') return null
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) return 'No display'
  const isRoot = process.getuid?.() === 0
  if (isRoot && !args.includes(NO_SANDBOX)) return 'Electron’s sandbox does not work for root'
  return null
}

/**
 * @param {readonly string[]} args
 * @param {string} [reason] said in one line
 */
function runWithoutWindow(args, reason) {
  if (reason !== undefined) process.stderr.write(`${reason}: running without a window.\n`)
  const own = args.filter((arg) => arg !== NO_SANDBOX)
  return runInOurPlace(findNode(), [inRoot('out', 'main', 'headless.js'), ...own])
}

main().catch((/** @type {Error} */ error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
