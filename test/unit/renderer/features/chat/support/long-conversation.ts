import { createAppStore } from '@renderer/store/app-store'
import { buildSession } from '../../../support/builders'
import { ScriptedApi } from '../../../support/scripted-api'
import { buildMessage, buildView, messageIdOf, SESSION_ID } from './chat-builders'

const PAGE = 50

/** A conversation of so many messages behind a controller, and a page that shows its end; all others are empty. */
export async function openLong(
  count: number,
  script: ConstructorParameters<typeof ScriptedApi>[0] = {},
) {
  const messages = Array.from({ length: count }, (_, index) => buildMessage(index + 1))
  const api = new ScriptedApi({
    'sessions.watch': ({ sessionId, afterSeq }) => {
      if (sessionId !== SESSION_ID)
        return buildView({ session: buildSession({ id: sessionId, lastSeq: 0 }) })
      const missed = messages.filter(({ seq }) => seq > (afterSeq ?? 0))
      const session = buildSession({
        id: SESSION_ID,
        lastSeq: messages.length,
        headSeq: messages.length,
      })
      return afterSeq === undefined
        ? buildView({ session, messages: messages.slice(-PAGE), hasMore: messages.length > PAGE })
        : buildView({ session, messages: missed, reset: false })
    },
    'messages.list': ({ before = Infinity, after, limit = PAGE }) => {
      const there = messages.filter(({ seq }) => seq < before && seq > (after ?? 0))
      return {
        messages: after === undefined ? there.slice(-limit) : there.slice(0, limit),
        hasMore: there.length > limit,
        versions: {},
      }
    },
    ...script,
  })
  const store = createAppStore(api)
  store.setState({ connection: { status: 'online' } })
  const actions = store.getState()
  await actions.openSession(SESSION_ID)
  const session = () => store.getState().chat.conversations[SESSION_ID]
  const seqs = () =>
    session()?.messageIds.map((id) => store.getState().chat.messages[id]?.seq ?? NaN) ?? []
  const shown = () => {
    const all = seqs()
    return { first: all[0], last: all.at(-1), count: all.length, ...session() }
  }
  /** How many messages the page has in memory, of all conversations. */
  const stored = () => Object.keys(store.getState().chat.messages).length
  /** As the list tells where its reader is. */
  const readAt = (seq: number) =>
    actions.notePlace(SESSION_ID, { kind: 'at', messageId: messageIdOf(seq), seq, offset: 0 })
  const jumpTo = (seq: number) =>
    actions.jumpTo({ sessionId: SESSION_ID, messageId: messageIdOf(seq), seq, words: [] })
  return { messages, store, actions, shown, seqs, stored, jumpTo, readAt, api }
}
