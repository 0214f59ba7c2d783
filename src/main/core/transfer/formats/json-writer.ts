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

/** One JSON document that keeps everything; one message a line, so that people and tools can look into it. */
export class JsonWriter implements ExportWriter {
  readonly isLossless = true
  readonly #pictures: KeptPictures
  #isFirstSession = true
  #isFirstMessage = true

  constructor(readPicture: ReadPicture) {
    this.#pictures = new KeptPictures(readPicture)
  }

  begin(
    header: ExportHeader,
    bots: readonly ExportedBot[],
    folders: readonly ExportedFolder[],
    hasPictures: boolean,
  ): string {
    const fields = { format: FORMAT_NAME, version: formatVersionOf({ hasPictures }), ...header }
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
    this.#pictures.add(message)
    return comma + JSON.stringify(toExportedMessage(message))
  }

  endSession(): string {
    return this.#isFirstMessage ? ']}' : '\n]}'
  }

  *end(): Generator<string> {
    yield '\n]'
    let before = ',\n"pictures":[\n'
    for (const picture of this.#pictures.all()) {
      yield before + JSON.stringify(picture)
      before = ',\n'
    }
    yield before === ',\n' ? '\n]}\n' : '}\n'
  }
}

function lines(things: readonly unknown[]): string {
  return things.length === 0
    ? '[]'
    : `[\n${things.map((thing) => JSON.stringify(thing)).join(',\n')}\n]`
}
