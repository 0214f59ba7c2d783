import type { Note } from '@shared/model/session-notes'

/** What a bot is told of notes, after its instructions; empty where there are none. */
export function textOf(notes: readonly Pick<Note, 'text' | 'throughSeq'>[]): string {
  const parts = notes.map(({ text, throughSeq }) =>
    throughSeq === 0
      ? `To remember in this conversation:\n${text}`
      : `What was said earlier in this conversation, in short:\n${text}`,
  )
  return parts.join('\n\n')
}
