import type { Logger } from '@main/core/logging/logger'

const CLOSE_TIMEOUT_MS = 8_000

/** As much of Electron's `app` as quitting needs. */
export interface QuittingApp {
  on(event: 'before-quit', listener: (event: { preventDefault(): void }) => void): unknown
  quit(): void
  exit(code: number): void
}

export interface QuitOptions {
  /** Ends everything: replies being made are stored, sockets and files closed. */
  readonly close: () => Promise<void>
  readonly log: Logger
}

/** However the application is asked to quit, everything is closed first, once; what hangs is not waited for for ever. */
export function quitGracefully(app: QuittingApp, { close, log }: QuitOptions): void {
  let isClosing = false
  app.on('before-quit', (event) => {
    event.preventDefault()
    if (isClosing) return
    isClosing = true
    const timeout = setTimeout(() => {
      log.warn('quit without waiting any longer', { waitedMs: CLOSE_TIMEOUT_MS })
      app.exit(0)
    }, CLOSE_TIMEOUT_MS)
    void close()
      .catch((error: unknown) => log.error('could not close', { error }))
      .finally(() => {
        clearTimeout(timeout)
        app.exit(0)
      })
  })
}

/**
 * Chromium takes the first signal as a wish to quit and dies of the second; and one Ctrl+C comes more
 * than once: from the terminal, and from each program that started this one. To be called when the
 * application is ready, since Chromium sets its own handlers before.
 */
export function quitOnSignals(
  process: Pick<NodeJS.Process, 'on'>,
  app: Pick<QuittingApp, 'quit'>,
): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => app.quit())
}
