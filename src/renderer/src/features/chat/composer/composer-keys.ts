export type ComposerKey = 'send' | 'older' | 'newer' | 'escape'

/** What is read of a React keyboard event. */
export interface KeyPress {
  readonly key: string
  readonly shiftKey: boolean
  readonly altKey: boolean
  readonly keyCode: number
  readonly nativeEvent: { readonly isComposing: boolean }
}

/** While an input method composes a word, every key is its own; Safari tells so only by the key code 229. */
function isComposing({ nativeEvent, keyCode }: KeyPress): boolean {
  return nativeEvent.isComposing || keyCode === 229
}

const KEYS: Readonly<Record<string, ComposerKey>> = {
  Enter: 'send',
  ArrowUp: 'older',
  ArrowDown: 'newer',
  Escape: 'escape',
}

/** What a key means in the composer; null where it means what it always does. */
export function composerKeyOf(press: KeyPress): ComposerKey | null {
  if (isComposing(press) || press.shiftKey || press.altKey) return null
  return KEYS[press.key] ?? null
}
