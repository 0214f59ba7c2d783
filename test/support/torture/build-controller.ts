import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

const ROOT = join(import.meta.dirname, '..', '..', '..')

/** The controller without a window as one file that Node runs, built from the sources as they are now. */
export interface BuiltController {
  readonly file: string
  remove(): void
}

export async function buildController(): Promise<BuiltController> {
  // Inside the project, so that Node finds its packages from there.
  const cache = join(ROOT, 'node_modules', '.cache')
  mkdirSync(cache, { recursive: true })
  const directory = mkdtempSync(join(cache, 'torture-'))
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    resolve: {
      alias: { '@shared': join(ROOT, 'src', 'shared'), '@main': join(ROOT, 'src', 'main') },
    },
    build: {
      ssr: join(ROOT, 'src', 'main', 'headless.ts'),
      outDir: join(directory, 'main'),
      emptyOutDir: true,
    },
  })
  return {
    file: join(directory, 'main', 'headless.js'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
