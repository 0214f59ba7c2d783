import { useRef } from 'react'
import type { SessionId } from '@shared/model/ids'
import { useAppStore } from '../../../store/use-app'
import { ownTextsOf } from '../state/chat-selectors'
import type { ComposerKey } from './composer-keys'
import { endRecall, NO_RECALL, recallNewer, recallOlder } from './recall'
import type { ComposerState, RecallStep } from './recall'

/** Leads ↑, ↓ and Esc through earlier own messages. Answers the text to show, or null where the key keeps its meaning. */
export function useRecall(
  sessionId: SessionId | null,
): (key: Exclude<ComposerKey, 'send'>, state: ComposerState) => string | null {
  const store = useAppStore()
  const recall = useRef(NO_RECALL)

  return (key, state) => {
    const steps: Readonly<Record<typeof key, () => RecallStep | null>> = {
      older: () =>
        recallOlder(recall.current, state, () => ownTextsOf(store.getState(), sessionId)),
      newer: () => recallNewer(recall.current, state),
      escape: () => endRecall(recall.current, state.text),
    }
    const step = steps[key]()
    if (step === null) return null
    recall.current = step.recall
    return step.text
  }
}
