import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { checkBundles } from './check-bundles.mjs'
import { findNode, inRoot, ROOT } from './project.mjs'
import { runAndKeepOutput } from './run-child.mjs'

const STAMP = inRoot('out', '.build-stamp')
const BUILT = ['main/index.js', 'main/headless.js', 'preload/index.cjs', 'renderer/index.html']
const SOURCES = [
  'src',
  'docs/user-guide',
  'electron.vite.config.ts',
  'package-lock.json',
  'package.json',
  'tsconfig.base.json',
]

/** Builds where the sources are not those of the last build. */
export async function buildIfNeeded() {
  if (readStamp() !== fingerprint()) await build()
}

/** Builds, says so in one line, and throws what the build printed where it fails. */
export async function build() {
  const startedAt = Date.now()
  const sources = fingerprint()
  process.stderr.write('Building… ')
  const { code, output } = await runAndKeepOutput(
    findNode(),
    [
      inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
      'build',
      '--logLevel',
      'warn',
    ],
    { cwd: ROOT },
  )
  if (code !== 0) throw new Error(`the build failed:\n${output}`)
  checkBundles()
  mkdirSync(inRoot('out'), { recursive: true })
  writeFileSync(STAMP, sources)
  process.stderr.write(`done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s\n`)
}

/** Null where something that a build makes is missing. */
function readStamp() {
  try {
    for (const file of BUILT) statSync(inRoot('out', file))
    return readFileSync(STAMP, 'utf8')
  } catch {
    return null
  }
}

/** By content: a fresh clone, a checkout and a copy change every file's time and nothing else. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(filesOf).sort()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(inRoot(file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} path inside the repository
 * @returns {string[]}
 */
function filesOf(path) {
  const entry = statSync(inRoot(path), { throwIfNoEntry: false })
  if (!entry) return []
  if (!entry.isDirectory()) return [path]
  return readdirSync(inRoot(path)).flatMap((name) => filesOf(`${path}/${name}`))
}
