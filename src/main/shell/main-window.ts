import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import type { Logger } from '@main/core/logging/logger'
import { recoverFromCrashes } from './crash-recovery'
import { MIN_SIZE, placeWindow, readWindowState, writeWindowState } from './window-state'

/** As `--ground` in the page's tokens, so that the window has its colour before the page has drawn. */
const GROUND = { light: '#f7f6f3', dark: '#101418' } as const
/** A window beside another one is put down and to the right of it. */
const CASCADE_PX = 32

export interface MainWindowOptions {
  readonly url: string
  readonly preload: string
  readonly icon: string
  readonly dataDirectory: string
  readonly isDevelopment: boolean
  /** Before the page loads, so that its first question is answered. */
  readonly connect: (window: BrowserWindow) => void
  readonly log: Logger
}

/** Opens a window on the conversation, where the last one stood. */
export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { url, preload, icon, dataDirectory, isDevelopment, connect, log } = options
  const state = readWindowState(dataDirectory)
  const window = new BrowserWindow({
    ...besideOthers(placeWindow(state, workAreas())),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Port 8000',
    icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? GROUND.dark : GROUND.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      devTools: isDevelopment,
      // Its dictionaries would be fetched from the internet, and nothing here asks for that.
      spellcheck: false,
    },
  })
  if (state?.maximized === true) window.maximize()
  window.once('ready-to-show', () => window.show())
  rememberState(window, dataDirectory, log)
  recoverFromCrashes(window, log)
  connect(window)
  window.loadURL(url).catch((error: unknown) => log.error('page not loaded', { error }))
  return window
}

/** Brings a window to the front; answers false where there is none. */
export function showAnyWindow(): boolean {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) return false
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
  return true
}

function workAreas() {
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  return [primary, ...others].map(({ workArea }) => workArea)
}

function besideOthers(place: ReturnType<typeof placeWindow>): ReturnType<typeof placeWindow> {
  const focused = BrowserWindow.getFocusedWindow()
  if (!focused) return place
  const { x, y, width, height } = focused.getNormalBounds()
  return { x: x + CASCADE_PX, y: y + CASCADE_PX, width, height }
}

/** When it is closed, and when the application quits, which closes no window one by one. */
function rememberState(window: BrowserWindow, dataDirectory: string, log: Logger): void {
  const save = () => {
    try {
      writeWindowState(dataDirectory, {
        bounds: window.getNormalBounds(),
        maximized: window.isMaximized(),
      })
    } catch (error) {
      log.warn('window state not saved', { error })
    }
  }
  window.on('close', save)
  app.on('before-quit', save)
  window.on('closed', () => app.off('before-quit', save))
}
