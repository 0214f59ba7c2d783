import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import type { BotId, SessionId } from '@shared/model/ids'
import { compose } from '@main/compose'
import type { ComposeOptions, Controller } from '@main/controller'
import { readConfig } from '@main/config/config'
import type { Logger, LogFields } from '@main/core/logging/logger'
import { NO_LIMITS } from './no-limits'
import { RecordingViewer, ownerCaller } from './recording-viewer'

export interface TestAppOptions {
  /** Keep the data of an earlier app; its folder is not removed at the end. */
  readonly dataDirectory?: string
  readonly engines?: ComposeOptions['engines']
  readonly ollamaUrl?: string
  readonly args?: readonly string[]
  /** Beside `AUTO_TITLE=off` and no limits: an engine that is asked for titles too would confuse most tests. */
  readonly env?: Readonly<Record<string, string>>
  readonly desktop?: ComposeOptions['desktop']
  readonly uiDirectory?: string
  readonly openStorage?: ComposeOptions['openStorage']
}

/** The real application over real doors and a real SQLite file, on a free port. */
export interface TestApp {
  readonly controller: Controller
  readonly address: string
  readonly dataDirectory: string
  readonly logged: readonly {
    readonly level: string
    readonly message: string
    readonly fields: LogFields | undefined
  }[]
  /** The owner's own viewer, by which `call` calls. */
  readonly viewer: RecordingViewer
  call<N extends CommandName>(
    name: N,
    input: CommandRequest<N>,
    viewer?: RecordingViewer,
  ): Promise<CommandOutput<N>>
  close(): Promise<void>
}

export async function startTestApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'port8000-'))
  const logged: TestApp['logged'][number][] = []
  const args = ['--port', '0', '--data-dir', dataDirectory, ...(options.args ?? [])]
  if (options.ollamaUrl !== undefined) args.push('--ollama', options.ollamaUrl)
  const controller = await compose({
    config: readConfig({
      argv: args,
      env: { AUTO_TITLE: 'off', ...NO_LIMITS, ...options.env },
      defaultDataDirectory: dataDirectory,
    }),
    log: recordingLogger(logged),
    desktop: options.desktop ?? null,
    uiDirectory: options.uiDirectory ?? join(dataDirectory, 'no-ui'),
    ...(options.engines && { engines: options.engines }),
    ...(options.openStorage && { openStorage: options.openStorage }),
  })
  const viewer = new RecordingViewer('owner')
  return {
    controller,
    address: controller.server.status.address ?? '',
    dataDirectory,
    logged,
    viewer,
    call: async (name, input, as = viewer) => {
      // The router answers `unknown` to its doors; the handler's type is the table's.
      return (await controller.router.dispatch(name, input, ownerCaller(as))) as CommandOutput<
        typeof name
      >
    },
    close: async () => {
      await controller.close()
      if (options.dataDirectory === undefined)
        rmSync(dataDirectory, { recursive: true, force: true })
    },
  }
}

/** A launched bot with an empty session that the app's viewer watches. */
export async function launchBot(
  app: TestApp,
  model = 'tiny',
): Promise<{ botId: BotId; sessionId: SessionId }> {
  const { bot } = await app.call('bots.create', {
    name: 'Reviewer',
    model,
    instructions: 'Be brief.',
  })
  await app.call('overview.watch', {})
  await app.call('bots.launch', { botId: bot.id })
  await app.viewer.waitFor(
    'instance.changed',
    ({ instance }) => instance.botId === bot.id && instance.state === 'ready',
  )
  const { session } = await app.call('sessions.create', { botId: bot.id })
  await app.call('sessions.watch', { sessionId: session.id })
  return { botId: bot.id, sessionId: session.id }
}

let sent = 0
/** A new `clientMessageId`. */
export function clientMessageId(): string {
  return `test-message-${String(++sent)}`
}

function recordingLogger(logged: TestApp['logged'][number][]): Logger {
  const at = (level: string) => (message: string, fields?: LogFields) =>
    void logged.push({ level, message, fields })
  const logger: Logger = {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: () => logger,
  }
  return logger
}
