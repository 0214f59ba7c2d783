import type { App, Dialog } from 'electron'

/**
 * Says why there is no window, on stderr and in a box of the system's, then exits with `exitCode`.
 * The box does not block: whoever asks the application to quit meanwhile gets that.
 */
export async function failToStart(
  app: Pick<App, 'exit' | 'on' | 'removeAllListeners' | 'whenReady'>,
  dialog: Pick<Dialog, 'showMessageBox'>,
  message: string,
  exitCode: number,
): Promise<void> {
  process.stderr.write(`${message}\n`)
  // What had begun has taken itself apart already, so quitting waits for nothing.
  app.removeAllListeners('before-quit')
  app.on('before-quit', () => app.exit(exitCode))
  await app.whenReady()
  await dialog.showMessageBox({
    type: 'error',
    title: 'Port 8000',
    message: 'Port 8000 could not start.',
    detail: message,
    buttons: ['Quit'],
  })
  app.exit(exitCode)
}
