/** Own earlier messages, newest first, and which one stands in the composer; -1 for none. */
export interface Recall {
  readonly texts: readonly string[]
  readonly index: number
}

export const NO_RECALL: Recall = { texts: [], index: -1 }

export interface ComposerState {
  readonly text: string
  /** Where the caret is; equal where nothing is selected. */
  readonly selectionStart: number
  readonly selectionEnd: number
}

export interface RecallStep {
  readonly recall: Recall
  readonly text: string
}

/** Whether the composer still shows the recalled text as it was. */
function isRecalling({ texts, index }: Recall, text: string): boolean {
  return index >= 0 && texts[index] === text
}

/**
 * ↑: the message before the one that stands there; null where the arrow has its usual meaning, as in a text being written or
 * below the first line of a recalled one. `ownTexts` is asked only where recalling begins.
 */
export function recallOlder(
  recall: Recall,
  state: ComposerState,
  ownTexts: () => readonly string[],
): RecallStep | null {
  const isGoingOn = isRecalling(recall, state.text)
  if (!isGoingOn && state.text !== '') return null
  if (isGoingOn && state.text.slice(0, state.selectionStart).includes('\n')) return null
  const texts = isGoingOn ? recall.texts : ownTexts()
  const index = isGoingOn ? recall.index + 1 : 0
  const text = texts[index]
  return text === undefined ? null : { recall: { texts, index }, text }
}

/** ↓: the message after it, and in the end the empty composer again. Null where the arrow has its usual meaning. */
export function recallNewer(recall: Recall, state: ComposerState): RecallStep | null {
  if (!isRecalling(recall, state.text) || state.text.slice(state.selectionEnd).includes('\n'))
    return null
  const index = recall.index - 1
  return index < 0
    ? { recall: NO_RECALL, text: '' }
    : { recall: { ...recall, index }, text: recall.texts[index] ?? '' }
}

/** Esc: the empty composer again. Null where nothing is recalled. */
export function endRecall(recall: Recall, text: string): RecallStep | null {
  return isRecalling(recall, text) ? { recall: NO_RECALL, text: '' } : null
}
