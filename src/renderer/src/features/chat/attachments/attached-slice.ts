import type { StateCreator } from 'zustand/vanilla'
import type { Attachment } from '@shared/model/message-details'
import type { AppState } from '../../../store/use-app'
import { openLocalStorage } from '../state/draft-storage'
import { NOTHING_ATTACHED, readyOf, toAttached } from './attached'
import type { Attached, AttachedByDraft } from './attached'
import { AttachedStorage } from './attached-storage'
import type { Attacher } from './attacher'

export interface AttachedSlice {
  /** By draft key. */
  readonly attached: AttachedByDraft
  /**
   * Puts files beside what is written under that key: pictures are sent to the controller, text is quoted in the draft,
   * anything else is refused with a word why.
   */
  readonly attachFiles: (key: string, files: readonly File[]) => Promise<void>
  /** Sends a picture once more that did not arrive. */
  readonly attachAgain: (id: string) => Promise<void>
  /** Takes a picture away again, or stops its coming; that can be undone. */
  readonly detach: (key: string, id: string) => Promise<void>
  /** Pictures of a message that goes back to where it was written. */
  readonly giveBackPictures: (key: string, pictures: readonly Attachment[]) => void
  /** All that stands beside one draft goes to another, also what is still coming. */
  readonly moveAttached: (from: string, to: string) => void
  /** The pictures that are ready; none stand there any more. */
  readonly takePictures: (key: string) => readonly Attachment[]
}

export const createAttachedSlice =
  (): StateCreator<AppState, [], [], AttachedSlice> => (set, get) => {
    const storage = new AttachedStorage(openLocalStorage())
    const attachedAt = (key: string) => get().attached[key] ?? NOTHING_ATTACHED
    const put = (key: string, attached: readonly Attached[]) => {
      set((state) => ({ attached: { ...state.attached, [key]: attached } }))
      storage.write(key, attached)
    }

    let attacher: Promise<Attacher> | null = null
    /** Fetched with the first file: most people never attach any. Null where it could not be fetched. */
    const load = async () => {
      attacher ??= import('./attacher').then((module) => new module.Attacher(get, put))
      try {
        return await attacher
      } catch {
        attacher = null
        get().toast({
          text: 'Nothing can be attached now: this page is not connected. Try again when it is.',
          kind: 'error',
        })
        return null
      }
    }

    return {
      attached: storage.read(),
      attachFiles: async (key, files) => (await load())?.attach(key, files),
      attachAgain: async (id) => (await load())?.again(id),
      detach: async (key, id) => (await load())?.detach(key, id),
      giveBackPictures: (key, pictures) => {
        if (pictures.length > 0) put(key, [...pictures.map(toAttached), ...attachedAt(key)])
      },
      moveAttached: (from, to) => {
        const all = attachedAt(from)
        if (all.length === 0) return
        put(to, [...all, ...attachedAt(to)])
        put(from, NOTHING_ATTACHED)
      },
      takePictures: (key) => {
        const all = attachedAt(key)
        if (all.length > 0) put(key, NOTHING_ATTACHED)
        return readyOf(all)
      },
    }
  }
