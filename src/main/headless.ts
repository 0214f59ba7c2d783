import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compose } from '@main/compose'
import type { Controller } from '@main/controller'
import { ConfigError } from '@main/config/config-error'
import { readConfig } from '@main/config/config'
import type { Config } from '@main/config/config'
import { helpText } from '@main/config/options'
import { StorageError } from '@main/core/storage/storage-error'
import { boundYoungMemory } from '@main/platform/bound-young-memory'
import { createNodeLogger } from '@main/platform/node-logger'
import { defaultDataDirectory } from '@main/platform/paths'
import { printSignInLink } from '@main/sign-in-link'

/** A second Ctrl+C does not wait. */
const EXIT_ON_SECOND_SIGNAL = 130
/** One Ctrl+C comes more than once: from the terminal, and from each program that started this one. */
const ONE_SIGNAL_MS = 1_000
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  boundYoungMemory()
  const config = readConfig({
    argv: process.argv.slice(2),
    env: process.env,
    defaultDataDirectory: defaultDataDirectory(),
  })
  if (config.task === 'help') say(helpText())
  else if (config.task === 'sign-in-link')
    process.exitCode = await printSignInLink(config.dataDirectory, say, complain)
  else await run(config)
}

async function run(config: Config): Promise<void> {
  const log = createNodeLogger(config.dataDirectory)
  if (config.fileProblem !== null) complain(config.fileProblem)
  const uiDirectory = join(dirname(fileURLToPath(import.meta.url)), '..', 'renderer')
  const controller = await compose({ config, log, desktop: null, uiDirectory })
  const { address, error } = controller.server.status
  if (error) {
    await controller.close()
    fail(1, error.message)
    return
  }
  closeOnSignal(controller)
  const { code } = await controller.access.createLink('owner')
  say(`Port 8000 runs at ${address ?? ''}`)
  say(`Sign in (once, within 3 minutes): ${address ?? ''}/#sign-in=${code}`)
}

function closeOnSignal(controller: Controller): void {
  let closingSince: number | null = null
  const close = (): void => {
    if (closingSince === null) {
      closingSince = Date.now()
      void controller.close().then(() => process.exit(0))
    } else if (Date.now() - closingSince > ONE_SIGNAL_MS) {
      process.exit(EXIT_ON_SECOND_SIGNAL)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close)
}

function fail(exitCode: number, line: string): void {
  complain(line)
  process.exitCode = exitCode
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError) fail(2, error.message)
  else if (error instanceof StorageError) fail(1, error.message)
  else fail(1, error instanceof Error ? (error.stack ?? error.message) : String(error))
})
