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

/** What was said stays as it was written, since it nearly always is Markdown; what is around it is escaped. */
export class MarkdownWriter implements ExportWriter {
  readonly isLossless = false
  #reading = new Reading([])

  begin(_header: ExportHeader, bots: readonly ExportedBot[]): string {
    this.#reading = new Reading(bots)
    return ''
  }

  beginSession(session: ExportedSession): string {
    this.#reading.begin(session)
    const facts = [this.#reading.botName(session.botId), whenOf(session.createdAt), ...session.tags]
    return `# ${escaped(titleOf(session))}\n\n${facts.map(escaped).join(' · ')}\n\n`
  }

  beginBranch(parentSeq: number): string {
    return `---\n\n*${branchLineOf(parentSeq)}*\n\n`
  }

  message(message: Message): string {
    const ending = endingOf(message)
    const head = `## ${message.seq}. ${escaped(this.#reading.speaker(message))}\n\n*${whenOf(message.createdAt)}*\n\n`
    const pictures = pictureLinesOf(message).map((line) => `*${escaped(line)}*\n\n`)
    return `${head}${pictures.join('')}${thoughtOf(message)}${message.text}\n\n${ending === null ? '' : `*${escaped(ending)}*\n\n`}`
  }

  endSession(): string {
    return '\n'
  }

  end(): Iterable<string> {
    return []
  }
}

/** As a quotation, so that it cannot be taken for the answer. */
function thoughtOf(message: Message): string {
  const thinking = thinkingOf(message)
  if (thinking === null) return ''
  const lines = [`*${thinking.heading}*`, '', ...thinking.text.split('\n')]
  return `${lines.map((line) => `> ${line}`.trimEnd()).join('\n')}\n\n`
}

/** So that a name or a title stays one line of text. */
function escaped(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>&~|]/g, '\\$&')
}
