import type { Locator, Page } from '@playwright/test'

/** A file as Playwright takes it. */
export interface GivenFile {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

interface Handed extends Omit<GivenFile, 'buffer'> {
  readonly base64: string
}

/** What of the DOM is used inside the page; tests are compiled without its types. */
interface Transfer {
  readonly items: { add(file: unknown): void }
  setData(type: string, text: string): void
}
interface PageWindow {
  readonly DataTransfer: new () => Transfer
  readonly File: new (parts: readonly Uint8Array[], name: string, options: object) => unknown
  readonly DragEvent: new (type: string, options: object) => PageEvent
  readonly ClipboardEvent: new (type: string, options: object) => PageEvent
}
interface PageEvent {
  readonly defaultPrevented: boolean
}
interface Target {
  dispatchEvent(event: PageEvent): void
}

const handed = (files: readonly GivenFile[]): Handed[] =>
  files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }))

/** Drags files over something and, unless `type` says otherwise, drops them; answers whether the page takes them. */
export const dragFiles = (
  target: Locator,
  files: readonly GivenFile[],
  type: 'dragenter' | 'dragover' | 'drop' = 'drop',
): Promise<boolean> => fire(target, 'DragEvent', type, files, '')

/** Pastes files, and the text that a program put beside them. */
export const pasteFiles = (
  target: Locator,
  files: readonly GivenFile[],
  text = '',
): Promise<boolean> => fire(target, 'ClipboardEvent', 'paste', files, text)

function fire(
  target: Locator,
  kind: 'DragEvent' | 'ClipboardEvent',
  type: string,
  files: readonly GivenFile[],
  text: string,
): Promise<boolean> {
  return target.evaluate(
    (element: Target, given) => {
      const page = globalThis as unknown as PageWindow
      const transfer = new page.DataTransfer()
      for (const { name, mimeType, base64 } of given.files) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
        transfer.items.add(new page.File([bytes], name, { type: mimeType }))
      }
      if (given.text !== '') transfer.setData('text/plain', given.text)
      const options = { bubbles: true, cancelable: true }
      const event =
        given.kind === 'DragEvent'
          ? new page.DragEvent(given.type, { ...options, dataTransfer: transfer })
          : new page.ClipboardEvent(given.type, { ...options, clipboardData: transfer })
      element.dispatchEvent(event)
      return event.defaultPrevented
    },
    { kind, type, text, files: handed(files) },
  )
}

/** The system's dialog to choose files: answered with these, each time it opens. */
export function answerChoosers(page: Page, files: readonly GivenFile[]): void {
  // Listening from the beginning: told too late, Playwright does not hear of the dialog that a key opens.
  page.on('filechooser', (chooser) => void chooser.setFiles([...files]))
}
