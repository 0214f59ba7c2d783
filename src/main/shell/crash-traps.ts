import type { Logger } from '@main/core/logging/logger'

/** What nobody caught is a bug: it is written down, and the others' turns go on. */
export function trapCrashes(process: Pick<NodeJS.Process, 'on'>, log: Logger): void {
  process.on('uncaughtException', (error) => log.error('uncaught exception', { error }))
  process.on('unhandledRejection', (error) => log.error('unhandled rejection', { error }))
}
