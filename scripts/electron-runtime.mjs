import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findNode, inRoot, ROOT } from './project.mjs'
import { runAndKeepOutput } from './run-child.mjs'

const PACKAGE = inRoot('node_modules', 'electron')
const INSTALL_LIMIT_MS = 5 * 60_000

/**
 * Electron's executable, or null where its runtime is not installed. As `require('electron')` finds
 * it, which would begin a download of its own.
 */
export function findElectron() {
  const name = readName()
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const file = override ? join(override, name ?? 'electron') : name && join(PACKAGE, 'dist', name)
  return file && existsSync(file) ? { file } : null
}

/**
 * Downloads the runtime where it is missing. Answers the executable, or why there is none, in a few words.
 * @returns {Promise<{ file: string } | { reason: string }>}
 */
export async function findOrInstallElectron() {
  return findElectron() ?? (await install())
}

/** @returns {Promise<{ file: string } | { reason: string }>} */
async function install() {
  const installer = join(PACKAGE, 'install.js')
  if (!existsSync(installer)) return { reason: 'the electron package is not installed' }
  process.stderr.write('Installing Electron’s runtime (about 110 MB, once)…\n')
  const { output } = await runAndKeepOutput(findNode(), [installer], {
    cwd: ROOT,
    timeout: INSTALL_LIMIT_MS,
    echo: process.stderr.isTTY,
  })
  return findElectron() ?? { reason: `the download failed: ${reasonIn(output)}` }
}

/** Which file of the runtime to start; the package writes it down when it installs one. */
function readName() {
  try {
    return readFileSync(join(PACKAGE, 'path.txt'), 'utf8')
  } catch {
    return null
  }
}

/**
 * The one line of a failed download that a person can use.
 * @param {string} output
 */
function reasonIn(output) {
  const line = output.split('\n').find((text) => /error|ended by/i.test(text))
  return line?.trim().replace(/^(\w*Error: )+/, '') ?? 'no reason given'
}
