import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test as base, _electron } from '@playwright/test'
import type { ElectronApplication, Page } from '@playwright/test'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllamaOptions } from '@test/support/fake-ollama/options'
import { NO_LIMITS } from '@test/support/no-limits'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** Chromium has no sandbox for root, which is what a bare CI machine runs as. The product never says this. */
const SANDBOX_FLAGS = process.getuid?.() === 0 ? ['--no-sandbox'] : []

/** Settings of whoever runs the tests must not reach the application. */
const OWN_VARIABLES = /^(PORT|HOST|LLAMA_ENDPOINT|OLLAMA_HOST|MODEL_NAME|TEMPERATURE|MAX_TOKENS)$/

export interface Launch {
  readonly app: ElectronApplication
  readonly page: Page
}

interface Fixtures {
  readonly dataDirectory: string
  /** How the fake Ollama of a test behaves. */
  readonly ollamaOptions: FakeOllamaOptions
  readonly ollama: FakeOllama
  /** Starts the application on this test's data; all that were started are closed at the end. */
  readonly launch: (...flags: string[]) => Promise<Launch>
  /** The first window of an application with nothing but the Guide. */
  readonly page: Page
}

/** The command line of the application on `dataDirectory`, without the program. */
export function argumentsFor(dataDirectory: string, ...flags: string[]): string[] {
  return ['.', ...SANDBOX_FLAGS, `--data-dir=${dataDirectory}`, ...flags]
}

export const launchOptions = {
  cwd: ROOT,
  env: {
    ...Object.fromEntries(
      Object.entries(process.env).flatMap(([name, value]) =>
        value === undefined || OWN_VARIABLES.test(name) ? [] : [[name, value]],
      ),
    ),
    // A fake that is asked for titles too would confuse most tests.
    AUTO_TITLE: 'off',
    ...NO_LIMITS,
  },
}

export const test = base.extend<Fixtures>({
  dataDirectory: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'port8000-desktop-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  ollamaOptions: [{}, { option: true }],
  ollama: async ({ ollamaOptions }, use) => {
    const ollama = await startFakeOllama(ollamaOptions)
    await use(ollama)
    await ollama.close()
  },
  launch: async ({ dataDirectory, ollama }, use) => {
    const apps: ElectronApplication[] = []
    await use(async (...flags) => {
      const args = argumentsFor(dataDirectory, '--port=0', `--ollama=${ollama.url}`, ...flags)
      const app = await _electron.launch({ ...launchOptions, args })
      apps.push(app)
      return { app, page: await app.firstWindow() }
    })
    for (const app of apps) await app.close()
  },
  page: async ({ launch }, use) => use((await launch()).page),
})

export { expect } from '@playwright/test'
