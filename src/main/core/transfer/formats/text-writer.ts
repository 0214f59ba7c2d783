import type { Message } from '@shared/model/message'
import type { ExportedBot, ExportedSession, ExportHeader, ExportWriter } from './export-writer.ts'
import {
  branchLineOf,
  endingOf,
  pictureLinesOf,
  Reading,
  thinkingOf,
  titleOf,
  whenOf,
} from './reading.ts'

/** Plain text: a heading, then who said what and when. */
export class TextWriter implements ExportWriter {
  readonly isLossless = false
  #reading = new Reading([])

  begin(_header: ExportHeader, bots: readonly ExportedBot[]): string {
    this.#reading = new Reading(bots)
    return ''
  }

  beginSession(session: ExportedSession): string {
    this.#reading.begin(session)
    const title = titleOf(session)
    const facts = [this.#reading.botName(session.botId), whenOf(session.createdAt), ...session.tags]
    return `${title}\n${'='.repeat(Math.min(title.length, 72))}\n${facts.join(' · ')}\n\n`
  }

  beginBranch(parentSeq: number): string {
    return `--- ${branchLineOf(parentSeq)}\n\n`
  }

  message(message: Message): string {
    const ending = endingOf(message)
    const head = `${message.seq}. ${this.#reading.speaker(message)}, ${whenOf(message.createdAt)}:\n`
    const thinking = thinkingOf(message)
    const thought = thinking === null ? '' : `[${thinking.heading} ${thinking.text}]\n\n`
    const pictures = pictureLinesOf(message).map((line) => `[${line}]\n`)
    return `${head}${pictures.join('')}${thought}${message.text}\n${ending === null ? '' : `(${ending})\n`}\n`
  }

  endSession(): string {
    return '\n'
  }

  end(): Iterable<string> {
    return []
  }
}
