import { dialog } from 'electron'
import type { BrowserWindow } from 'electron'
import type { Logger } from '@main/core/logging/logger'
import { CrashBudget } from './crash-budget'

/** A page that dies is loaded again; the controller, its turns and its browsers go on meanwhile. */
export function recoverFromCrashes(window: BrowserWindow, log: Logger): void {
  const budget = new CrashBudget()
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    log.error('page crashed', { reason, exitCode })
    if (budget.spend(Date.now())) window.webContents.reload()
    else void askToReload(window)
  })
}

/** A page that dies again and again is not loaded for ever. */
async function askToReload(window: BrowserWindow): Promise<void> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The window crashed several times in a row.',
    detail: 'Your bots go on, and nothing they said is lost. Load the window again, or close it.',
    buttons: ['Load again', 'Close'],
    defaultId: 0,
    cancelId: 1,
  })
  if (window.isDestroyed()) return
  if (response === 0) window.webContents.reload()
  else window.close()
}
