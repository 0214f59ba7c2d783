import { mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, dialog, session, shell } from 'electron'
import { Closers } from './closers'
import { compose } from './compose'
import { readConfig } from './config/config'
import type { Config } from './config/config'
import { ConfigError } from './config/config-error'
import { helpText } from './config/options'
import { StorageError } from './core/storage/storage-error'
import { IpcGateway } from './ipc/ipc-gateway'
import { boundYoungMemory } from './platform/bound-young-memory'
import { createNodeLogger } from './platform/node-logger'
import { defaultDataDirectory } from './platform/paths'
import {
  CONTENT_SECURITY_POLICY,
  DIAGRAM_PAGE,
  DIAGRAM_PAGE_POLICY,
} from './server/content-security-policy'
import { setAppMenu } from './shell/app-menu'
import { APP_ORIGIN, registerAppScheme, serveWindow } from './shell/app-protocol'
import { createAttachmentFiles } from './shell/attachment-files'
import { createExportFiles } from './shell/export-files'
import { createImportFiles } from './shell/import-files'
import { trapCrashes } from './shell/crash-traps'
import { failToStart } from './shell/failed-start'
import { openMainWindow, showAnyWindow } from './shell/main-window'
import { createExternalOpener } from './shell/open-external'
import { CHROMIUM_FLAGS, ownArguments } from './shell/own-arguments'
import { quitGracefully, quitOnSignals } from './shell/quit-gracefully'
import { holdSingleInstance } from './shell/single-instance'
import { guardEveryPage, refusePermissions } from './shell/web-guards'
import { printSignInLink } from './sign-in-link'

const OUT = join(dirname(fileURLToPath(import.meta.url)), '..')
const UI_DIRECTORY = join(OUT, 'renderer')

/** Vite's own server, while `npm run dev` runs; never in a packaged application. */
const developmentUrl = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const origin = developmentUrl === undefined ? APP_ORIGIN : new URL(developmentUrl).origin

const say = (line: string) => void process.stdout.write(`${line}\n`)
const complain = (line: string) => void process.stderr.write(`${line}\n`)

async function main(): Promise<void> {
  boundYoungMemory()
  const config = readConfig({
    argv: ownArguments(process.argv, app.isPackaged),
    env: process.env,
    defaultDataDirectory: defaultDataDirectory(),
    ignoredFlags: CHROMIUM_FLAGS,
  })
  if (config.headless) {
    throw new ConfigError(
      '--headless needs no Electron: npm start -- --headless runs it under Node.',
    )
  }
  if (config.task === 'help') {
    say(helpText())
    app.exit(0)
  } else if (config.task === 'sign-in-link') {
    app.exit(await printSignInLink(config.dataDirectory, say, complain))
  } else {
    await run(config)
  }
}

async function run(config: Config): Promise<void> {
  const dataDirectory = resolve(config.dataDirectory)
  const log = createNodeLogger(dataDirectory)
  trapCrashes(process, log.child('process'))
  keepChromiumIn(dataDirectory)

  if (!holdSingleInstance(app, () => void showAnyWindow())) {
    say('Port 8000 runs on this data folder already. Its window is in front now.')
    app.exit(0)
    return
  }
  await app.whenReady()

  const closers = new Closers(log)
  quitGracefully(app, { close: () => closers.close(), log })
  quitOnSignals(process, app)
  const opener = createExternalOpener((url) => shell.openExternal(url), log.child('shell'))
  guardEveryPage(app, { origin, framePage: DIAGRAM_PAGE, opener })
  refusePermissions(session.defaultSession, origin)
  const controller = await compose({
    config,
    log,
    desktop: { openExternal: (url) => opener.openController(url) },
    uiDirectory: UI_DIRECTORY,
  })
  closers.add('controller', () => controller.close())
  serveWindow({
    directory: UI_DIRECTORY,
    headersOf: (path) => ({
      'content-security-policy':
        path === DIAGRAM_PAGE ? DIAGRAM_PAGE_POLICY : CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
    }),
    answerWithExport: createExportFiles(controller.exports),
    takeImport: createImportFiles(controller.imports),
    answerWithAttachment: createAttachmentFiles(controller.attachments, controller.ownerReader),
  })
  const gateway = new IpcGateway({ ...controller, origin, log: log.child('ipc') })
  closers.add('ipc', () => gateway.close())

  const openWindow = () =>
    openMainWindow({
      url: developmentUrl ?? `${APP_ORIGIN}/`,
      preload: join(OUT, 'preload', 'index.cjs'),
      icon: join(OUT, '..', 'resources', 'icon.png'),
      dataDirectory,
      isDevelopment: !app.isPackaged,
      connect: (window) => gateway.connect(window),
      log: log.child('window'),
    })
  setAppMenu({
    isMac: process.platform === 'darwin',
    isDevelopment: !app.isPackaged,
    dataDirectory,
    openWindow: () => void openWindow(),
  })
  app.on('activate', () => {
    if (!showAnyWindow()) openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  openWindow()
}

/** Everything that belongs to this window is kept where its conversations are, Chromium's own files in a folder of it. */
function keepChromiumIn(dataDirectory: string): void {
  const sessionData = join(dataDirectory, 'window')
  try {
    mkdirSync(sessionData, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new StorageError(
      'read_only',
      `The data folder ${dataDirectory} cannot be written to. Allow it, or name another one with --data-dir.`,
      { cause: error },
    )
  }
  app.setPath('userData', dataDirectory)
  app.setPath('sessionData', sessionData)
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  // A slip on the command line is answered there.
  if (error instanceof ConfigError && !app.isPackaged) {
    complain(message)
    app.exit(2)
    return
  }
  const isExpected = error instanceof ConfigError || error instanceof StorageError
  if (!isExpected && error instanceof Error) complain(error.stack ?? '')
  void failToStart(app, dialog, message, error instanceof ConfigError ? 2 : 1)
}

registerAppScheme()
main().catch(fail)
