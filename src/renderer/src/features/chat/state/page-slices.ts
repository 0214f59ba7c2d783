import type { Message } from '@shared/model/message'
import type { MessagePage } from '@shared/model/session'

/** The two sides on which a conversation may go on beyond what is here. */
export type Side = 'earlier' | 'later'

/** So much is put on the page at once; more would be felt by whoever scrolls or types meanwhile. */
const MOST_MESSAGES = 8
const MOST_CHARACTERS = 8_000
/** The first piece may be larger by this: it has to fill the view. */
const FIRST = 2

/**
 * A page in pieces that are quick to show, the one that meets what is here first. Each is a page itself: more follows all
 * but the last of them.
 */
export function slicesOf(page: MessagePage, side: Side): readonly MessagePage[] {
  const { messages, hasMore, versions } = page
  if (messages.length === 0) return [page]
  const slices: Message[][] = []
  let characters = 0
  for (const message of side === 'later' ? messages : messages.toReversed()) {
    const slice = slices.at(-1)
    const room = slices.length === 1 ? FIRST : 1
    const isFull =
      slice === undefined ||
      slice.length >= room * MOST_MESSAGES ||
      characters + message.text.length > room * MOST_CHARACTERS
    if (isFull) {
      slices.push([message])
      characters = message.text.length
    } else {
      slice.push(message)
      characters += message.text.length
    }
  }
  return slices.map((slice, index) => ({
    messages: side === 'later' ? slice : slice.reverse(),
    hasMore: hasMore || index < slices.length - 1,
    versions,
  }))
}
