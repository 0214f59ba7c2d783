import type { StateCreator } from 'zustand/vanilla'
import type { Attachment } from '@shared/model/message-details'
import type { AppState } from '../../../store/use-app'
import { messageOf } from '../../../ui/message-of'
import { openLocalStorage } from '../state/draft-storage'
import { MAX_PER_MESSAGE, NOTHING_ATTACHED, readyOf, toAttached, toComing } from './attached'
import type { Attached, AttachedByDraft } from './attached'
import { AttachedStorage } from './attached-storage'

export interface AttachedSlice {
  /** By draft key. */
  readonly attached: AttachedByDraft
  /**
   * Puts files beside what is written under that key: pictures are sent to the controller, text is quoted in the draft,
   * anything else is refused with a word why.
   */
  readonly attachFiles: (key: string, files: readonly File[]) => Promise<void>
  /** Takes a picture away again, or stops its coming; that can be undone. */
  readonly detach: (key: string, id: string) => void
  /** Pictures of a message that goes back to where it was written. */
  readonly giveBackPictures: (key: string, pictures: readonly Attachment[]) => void
  /** The pictures that are ready; none stand there any more. */
  readonly takePictures: (key: string) => readonly Attachment[]
}

export const createAttachedSlice =
  (): StateCreator<AppState, [], [], AttachedSlice> => (set, get) => {
    const storage = new AttachedStorage(openLocalStorage())
    const coming = new Map<string, AbortController>()

    const attachedAt = (key: string) => get().attached[key] ?? NOTHING_ATTACHED
    const put = (key: string, attached: readonly Attached[]) => {
      set((state) => ({ attached: { ...state.attached, [key]: attached } }))
      storage.write(key, attached)
    }
    const change = (id: string, changes: Partial<Attached>) => {
      // Its draft may have become that of a conversation meanwhile.
      const found = Object.entries(get().attached).find(([, all]) =>
        all.some((one) => one.id === id),
      )
      if (!found) return
      const [key, all] = found
      put(
        key,
        all.map((one) => (one.id === id ? { ...one, ...changes } : one)),
      )
    }
    const refuse = (text: string) => get().toast({ text, kind: 'error' })

    const attachPicture = async (key: string, file: File) => {
      if (attachedAt(key).length >= MAX_PER_MESSAGE) {
        refuse(`At most ${MAX_PER_MESSAGE} pictures come with one message. Send these first.`)
        return
      }
      const one = toComing(file.name)
      const abort = new AbortController()
      coming.set(one.id, abort)
      put(key, [...attachedAt(key), one])
      try {
        const { sendPicture } = await import('./send-picture')
        const attachment = await sendPicture(file, abort.signal)
        change(one.id, { state: 'ready', name: attachment.name, attachment })
      } catch (error) {
        if (!abort.signal.aborted) change(one.id, { state: 'failed', problem: messageOf(error) })
      } finally {
        coming.delete(one.id)
      }
    }

    const quote = async (key: string, file: File) => {
      const { quoteFile } = await import('./quote-file')
      const draft = get().drafts[key] ?? ''
      const quoted = await quoteFile(file, draft)
      if (quoted.problem !== null) refuse(quoted.problem)
      else get().setDraft(key, quoted.text)
    }

    return {
      attached: storage.read(),
      attachFiles: async (key, files) => {
        for (const file of files) {
          if (isPicture(file)) void attachPicture(key, file)
          else await quote(key, file)
        }
      },
      detach: (key, id) => {
        const all = attachedAt(key)
        const at = all.findIndex((one) => one.id === id)
        const one = all[at]
        if (!one) return
        coming.get(id)?.abort()
        put(key, all.toSpliced(at, 1))
        if (one.state !== 'ready') return
        const undo = () => put(key, attachedAt(key).toSpliced(at, 0, one))
        get().toast({
          text: `“${one.name}” was removed.`,
          action: { label: 'Undo', run: undo },
        })
      },
      giveBackPictures: (key, pictures) => {
        if (pictures.length > 0) put(key, [...pictures.map(toAttached), ...attachedAt(key)])
      },
      takePictures: (key) => {
        const all = attachedAt(key)
        if (all.length > 0) put(key, [])
        return readyOf(all)
      },
    }
  }

/** What the browser may be able to draw. A drawing in text (SVG) is text. */
function isPicture({ type }: File): boolean {
  return type.startsWith('image/') && type !== 'image/svg+xml'
}
