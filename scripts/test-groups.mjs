import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findElectron } from './electron-runtime.mjs'
import { inRoot } from './project.mjs'

/**
 * @typedef {object} Command
 * @property {string} tool a program of node_modules/.bin, or of the system
 * @property {readonly string[]} args
 */

/**
 * @typedef {object} Group
 * @property {string} name
 * @property {'check' | 'vitest' | 'playwright'} kind how its tests are counted; a check counts as one
 * @property {readonly Command[]} commands
 * @property {boolean} needsBuild
 * @property {() => string | null} findObstacle why it cannot run here and what would enable it
 */

const nothing = () => null

/** @type {(name: string, ...commands: readonly string[][]) => Group} */
const check = (name, ...commands) => ({
  name,
  kind: 'check',
  commands: commands.map(([tool = '', ...args]) => ({ tool, args })),
  needsBuild: false,
  findObstacle: nothing,
})

/** @type {(name: string, ...projects: string[]) => Group} */
const vitest = (name, ...projects) => ({
  name,
  kind: 'vitest',
  commands: [{ tool: 'vitest', args: ['run', ...projects.flatMap((p) => ['--project', p])] }],
  needsBuild: name === 'integration',
  findObstacle: nothing,
})

/** @type {(name: string, findObstacle: () => string | null) => Group} */
const playwright = (name, findObstacle) => ({
  name,
  kind: 'playwright',
  commands: [{ tool: 'playwright', args: ['test', '--project', name] }],
  needsBuild: true,
  findObstacle,
})

/** All groups; those of one lane run one after another, beside those of the other lane. */
export const STATIC_LANE = [
  check(
    'types',
    ['tsc', '-p', 'tsconfig.node.json'],
    ['tsc', '-p', 'tsconfig.web.json'],
    ['tsc', '-p', 'tsconfig.screens.json'],
  ),
  check('lint', ['eslint', '.'], ['prettier', '--check', '--log-level', 'warn', '.']),
  check('boundaries', ['depcruise', 'src']),
  check('unused', ['knip']),
]
export const NODE_LANE = [vitest('unit', 'unit', 'renderer'), vitest('integration', 'integration')]
/** These fill both cores by themselves. */
export const SCREEN_LANE = [
  playwright('browser', findBrowserObstacle),
  playwright('desktop', findDesktopObstacle),
]
export const GROUPS = [...STATIC_LANE, ...NODE_LANE, ...SCREEN_LANE]

/** Whether a virtual display has to be put around a program with a window. */
export const needsVirtualDisplay = () =>
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']

function findBrowserObstacle() {
  if (isOnPath('chromium') || hasPlaywrightChromium()) return null
  return 'no Chromium. Install the package chromium, or run: npx playwright install chromium'
}

function findDesktopObstacle() {
  if (findElectron() === null) return 'no Electron runtime. Install it with: npx install-electron'
  if (needsVirtualDisplay() && !isOnPath('xvfb-run')) {
    return 'no display. Run it on a desktop, or install the packages xvfb and xauth'
  }
  return null
}

function hasPlaywrightChromium() {
  const folder = process.env['PLAYWRIGHT_BROWSERS_PATH'] ?? defaultBrowsersFolder()
  return existsSync(folder) && existsSync(inRoot('node_modules', 'playwright-core'))
}

function defaultBrowsersFolder() {
  const home = process.env['HOME'] ?? process.env['USERPROFILE'] ?? ''
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'ms-playwright')
  if (process.platform === 'win32') return join(home, 'AppData', 'Local', 'ms-playwright')
  return join(home, '.cache', 'ms-playwright')
}

/** @param {string} name */
function isOnPath(name) {
  return (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, name)))
}
