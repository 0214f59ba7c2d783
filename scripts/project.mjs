import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 22
const NODE_NAME = process.platform === 'win32' ? 'node.exe' : 'node'

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** @param {...string} names */
export const inRoot = (...names) => join(ROOT, ...names)

/** The project's own Node, whatever this machine has. Throws one clear line where there is none. */
export function findNode() {
  const own = inRoot('node_modules', 'node', 'bin', NODE_NAME)
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return process.execPath
  throw new Error(
    `Node ${OLDEST_NODE} or newer is needed and npm ci did not install it: run npm ci again.`,
  )
}
