import type { NoteMaker } from '../notes/note-maker'
import type { NoteService } from '../notes/note-service'
import type { CommandHandlers } from './command-router'

export interface NoteServices {
  readonly notes: NoteService
  readonly noteMaker: NoteMaker
}

/** What bots are always told of their sessions. */
export function noteHandlers({ notes, noteMaker }: NoteServices) {
  return {
    'messages.pin': async (input) => ({ notes: await notes.pin(input) }),
    'notes.get': async ({ sessionId }) => ({ notes: await notes.get(sessionId) }),
    'notes.write': async (input) => ({ notes: await notes.write(input) }),
    'notes.remove': async (input) => ({ notes: await notes.remove(input) }),
    'notes.restore': async (input) => ({ notes: await notes.restore(input) }),
    'notes.summarise': async ({ sessionId, throughSeq }) => ({
      making: await noteMaker.start(sessionId, throughSeq),
    }),
    'notes.stop': async ({ sessionId }) => ({ stopped: noteMaker.stop(sessionId) }),
  } satisfies Partial<CommandHandlers>
}
