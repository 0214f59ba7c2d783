import type { Message } from '@shared/model/message'
import type {
  ExportedBot,
  ExportedFolder,
  ExportedSession,
  ExportHeader,
  ExportWriter,
  ReadPicture,
} from './export-writer.ts'
import { toExportedMessage } from './exported-message.ts'
import { FORMAT_NAME, formatVersionOf } from './format-version.ts'
import { KeptPictures } from './kept-pictures.ts'

/** One object a line; the last line says how much there was, so that a file that was cut off shows. */
export class JsonlWriter implements ExportWriter {
  readonly isLossless = true
  readonly #pictures: KeptPictures
  #sessionId = ''
  #sessions = 0
  #messages = 0

  constructor(readPicture: ReadPicture) {
    this.#pictures = new KeptPictures(readPicture)
  }

  begin(
    header: ExportHeader,
    bots: readonly ExportedBot[],
    folders: readonly ExportedFolder[],
    hasPictures: boolean,
  ): string {
    const version = formatVersionOf({ hasPictures })
    return [
      line({ type: 'header', format: FORMAT_NAME, version, ...header }),
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
    this.#pictures.add(message)
    return line({ type: 'message', sessionId: this.#sessionId, ...toExportedMessage(message) })
  }

  endSession(): string {
    return ''
  }

  *end(): Generator<string> {
    for (const picture of this.#pictures.all()) yield line({ type: 'picture', ...picture })
    yield line({ type: 'end', sessions: this.#sessions, messages: this.#messages })
  }
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`
}
