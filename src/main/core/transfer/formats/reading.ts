import type { Message } from '@shared/model/message'
import type { ExportedBot, ExportedSession } from './export-writer.ts'

/** What the formats that are read have in common: who speaks, when, and what became of it. */
export class Reading {
  readonly #names: ReadonlyMap<string, string>
  #session: ExportedSession | null = null

  constructor(bots: readonly ExportedBot[]) {
    this.#names = new Map(bots.map(({ id, name }) => [id, name]))
  }

  begin(session: ExportedSession): void {
    this.#session = session
  }

  speaker({ author, botId }: Message): string {
    return author === 'person' ? 'You' : this.botName(botId ?? this.#session?.botId ?? '')
  }

  botName(botId: string): string {
    return this.#names.get(botId) ?? botId
  }
}

export function titleOf({ title }: ExportedSession): string {
  const oneLine = title.replaceAll(/\s+/g, ' ').trim()
  return oneLine === '' ? 'Untitled conversation' : oneLine
}

/** In UTC, because the file may be read anywhere: `2026-11-21 13:05 UTC`. */
export function whenOf(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Why a reply is not whole, or not new; null for one that is both. */
export function endingOf({ status, error, details }: Message): string | null {
  switch (status) {
    case 'complete': {
      const stored = details?.storedFrom
      return stored ? `Stored answer from ${whenOf(stored.at)}: the engine was away.` : null
    }
    case 'stopped':
      return 'Stopped.'
    case 'failed':
    case 'interrupted': {
      const what = status === 'failed' ? 'Failed' : 'Interrupted'
      return error === null ? `${what}.` : `${what}: ${error.message}`
    }
  }
}

/** What stands over what a model thought; null where it did not, or nobody asked for it. */
export function thinkingOf({
  details,
}: Message): { readonly heading: string; readonly text: string } | null {
  if (details?.thinking === undefined) return null
  const seconds = Math.max(1, Math.round(details.thinking.durationMs / 1_000))
  return { heading: `Thought for ${seconds} s:`, text: details.thinking.text.trim() }
}

/** One line for each picture that came with it, for formats that hold none. */
export function pictureLinesOf({ details }: Message): string[] {
  return (details?.attachments ?? []).map(
    ({ name, width, height }) =>
      `Picture: ${name.replaceAll(/\s+/g, ' ')} (${width} × ${height} pixels)`,
  )
}

export function branchLineOf(parentSeq: number): string {
  return parentSeq === 0
    ? 'Another beginning of this conversation:'
    : `Another version, after message ${parentSeq}:`
}
