import { join } from 'node:path'
import electronLog from 'electron-log/node'
import type { LogFields, Logger } from '@main/core/logging/logger'

const MAX_LOG_BYTES = 5 * 1024 * 1024

/** The log of the controller that runs on this data directory; the one before it is kept as `port8000.old.log`. */
export function logFileOf(dataDirectory: string): string {
  return join(dataDirectory, 'logs', 'port8000.log')
}

/** Writes to the data directory's log file, and errors to stderr too. */
export function createNodeLogger(dataDirectory: string): Logger {
  const root = electronLog.create({ logId: dataDirectory })
  const { console: terminal, file } = root.transports
  file.resolvePathFn = () => logFileOf(dataDirectory)
  file.maxSize = MAX_LOG_BYTES
  file.level = 'info'
  file.format = '{iso} {level}{scope} {text}'
  terminal.level = 'error'
  terminal.format = '{text}'
  return loggerOn((scope) => (scope === '' ? root : root.scope(scope)), '')
}

type Sink = Record<'error' | 'warn' | 'info' | 'debug', (text: string) => void>

function loggerOn(sinkOf: (scope: string) => Sink, scope: string): Logger {
  const sink = sinkOf(scope)
  return {
    error: (message, fields) => sink.error(lineOf(message, fields)),
    warn: (message, fields) => sink.warn(lineOf(message, fields)),
    info: (message, fields) => sink.info(lineOf(message, fields)),
    debug: (message, fields) => sink.debug(lineOf(message, fields)),
    child: (name) => loggerOn(sinkOf, scope === '' ? name : `${scope}/${name}`),
  }
}

/** One line, whatever the fields hold: the fixed words, then the fields as JSON. */
export function lineOf(message: string, fields?: LogFields): string {
  return fields === undefined ? message : `${message} ${toJson(fields)}`
}

function toJson(fields: LogFields): string {
  try {
    return JSON.stringify(fields, (_, value: unknown) =>
      value instanceof Error ? detailsOf(value) : value,
    )
  } catch {
    return '"(fields that cannot be written as JSON)"'
  }
}

/** An error has no enumerable fields of its own, so JSON would write `{}`. */
function detailsOf(error: Error): LogFields {
  return {
    ...Object.fromEntries(Object.entries(error)),
    stack: error.stack ?? `${error.name}: ${error.message}`,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  }
}
