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

/** One object a line; the last line says how much there was, so that a file that was cut off shows. */
export class JsonlWriter implements ExportWriter {
  readonly isLossless = true
  #sessionId = ''
  #sessions = 0
  #messages = 0

  begin(
    header: ExportHeader,
    bots: readonly ExportedBot[],
    folders: readonly ExportedFolder[],
  ): string {
    return [
      line({ type: 'header', format: FORMAT_NAME, version: FORMAT_VERSION, ...header }),
      ...bots.map((bot) => line({ type: 'bot', ...bot })),
      ...folders.map((folder) => line({ type: 'folder', ...folder })),
    ].join('')
  }

  beginSession(session: ExportedSession): string {
    this.#sessionId = session.id
    this.#sessions += 1
    return line({ type: 'session', ...session })
  }

  beginBranch(): string {
    return ''
  }

  message(message: Message): string {
    this.#messages += 1
    return line({ type: 'message', sessionId: this.#sessionId, ...toExportedMessage(message) })
  }

  endSession(): string {
    return ''
  }

  end(): string {
    return line({ type: 'end', sessions: this.#sessions, messages: this.#messages })
  }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
