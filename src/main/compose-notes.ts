import type { Closers } from '@main/closers'
import { NoteMaker } from '@main/core/notes/note-maker'
import type { NoteMakerDeps } from '@main/core/notes/note-maker'
import { NoteService } from '@main/core/notes/note-service'
import type { NoteServiceDeps } from '@main/core/notes/note-service'
import type { Storage } from '@main/core/storage/storage'

export type NotePartsDeps = Omit<NoteServiceDeps, 'store' | 'messages'> &
  Omit<NoteMakerDeps, 'store' | 'messages' | 'notes'> & { readonly storage: Storage }

/** What bots are always told of their sessions. */
export function composeNotes({ storage, ...deps }: NotePartsDeps, closers: Closers) {
  const stored = { store: storage.notes, messages: storage.messages }
  const notes = new NoteService({ ...deps, ...stored })
  const noteMaker = new NoteMaker({ ...deps, ...stored, notes })
  closers.add('notes', () => {
    noteMaker.close()
  })
  return { notes, noteMaker }
}
