// npm run dev: the desktop application with hot reload. Flags after `--` are the application's.
import { findOrInstallElectron } from './electron-runtime.mjs'
import { findNode, inRoot, ROOT } from './project.mjs'
import { endLike, runInOurPlace } from './run-child.mjs'

async function main() {
  const electron = await findOrInstallElectron()
  if ('reason' in electron) throw new Error(`No Electron runtime (${electron.reason}).`)
  const cli = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const args = [cli, 'dev', '--watch', '--', ...process.argv.slice(2)]
  const env = { ...process.env, ELECTRON_EXEC_PATH: electron.file }
  endLike(await runInOurPlace(findNode(), args, { cwd: ROOT, env }))
}

main().catch((/** @type {Error} */ error) => {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
})
