import type { App } from 'electron'

/**
 * One window process per data directory: Electron keeps its lock in `userData`, which is that folder.
 * Answers false where another one has it; that one's windows have come to the front then.
 */
export function holdSingleInstance(
  app: Pick<App, 'on' | 'requestSingleInstanceLock'>,
  onSecond: () => void,
): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecond)
  return true
}
