import type { Message } from '@shared/model/message'
import type {
  ExportedBot,
  ExportedFolder,
  ExportedSession,
  ExportHeader,
  ExportWriter,
} from './export-writer.ts'
import { toExportedMessage } from './exported-message.ts'
import { FORMAT_NAME, FORMAT_VERSION } from './format-version.ts'

/** One JSON document that keeps everything; one message a line, so that people and tools can look into it. */
export class JsonWriter implements ExportWriter {
  readonly isLossless = true
  #isFirstSession = true
  #isFirstMessage = true

  begin(
    header: ExportHeader,
    bots: readonly ExportedBot[],
    folders: readonly ExportedFolder[],
  ): string {
    const fields = { format: FORMAT_NAME, version: FORMAT_VERSION, ...header }
    const head = JSON.stringify(fields).slice(0, -1)
    return `${head},\n"bots":${lines(bots)},\n"folders":${lines(folders)},\n"sessions":[`
  }

  beginSession(session: ExportedSession): string {
    const comma = this.#isFirstSession ? '' : ','
    this.#isFirstSession = false
    this.#isFirstMessage = true
    return `${comma}\n${JSON.stringify(session).slice(0, -1)},"messages":[`
  }

  beginBranch(): string {
    return ''
  }

  message(message: Message): string {
    const comma = this.#isFirstMessage ? '\n' : ',\n'
    this.#isFirstMessage = false
    return comma + JSON.stringify(toExportedMessage(message))
  }

  endSession(): string {
    return this.#isFirstMessage ? ']}' : '\n]}'
  }

  end(): string {
    return '\n]}\n'
  }
}

function lines(things: readonly unknown[]): string {
  return things.length === 0
    ? '[]'
    : `[\n${things.map((thing) => JSON.stringify(thing)).join(',\n')}\n]`
}
