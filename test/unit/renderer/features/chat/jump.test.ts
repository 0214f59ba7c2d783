import { describe, expect, it } from 'vitest'
import { createAppStore } from '@renderer/store/app-store'
import { buildSession } from '../../support/builders'
import { ScriptedApi } from '../../support/scripted-api'
import {
  buildLive,
  buildMessage,
  buildView,
  messageIdOf,
  SESSION_ID,
  turnIdOf,
} from './support/chat-builders'

const PAGE = 50

/** A conversation of so many messages behind a controller, and a page that shows its end. */
async function setUp(count: number) {
  const messages = Array.from({ length: count }, (_, index) => buildMessage(index + 1))
  const api = new ScriptedApi({
    'sessions.watch': ({ afterSeq }) => {
      const missed = messages.filter(({ seq }) => seq > (afterSeq ?? 0))
      const session = buildSession({ id: SESSION_ID, lastSeq: messages.length })
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
  })
  const store = createAppStore(api)
  store.setState({ connection: { status: 'online' } })
  const actions = store.getState()
  await actions.openSession(SESSION_ID)
  const shown = () => {
    const session = store.getState().chat.conversations[SESSION_ID]
    const seqs = session?.messageIds.map((id) => store.getState().chat.messages[id]?.seq) ?? []
    return { first: seqs[0], last: seqs.at(-1), count: seqs.length, ...session }
  }
  const jumpTo = (seq: number) =>
    actions.jumpTo({ sessionId: SESSION_ID, messageId: messageIdOf(seq), seq, words: [] })
  return { messages, store, actions, shown, jumpTo, api }
}

describe('jumpTo', () => {
  it('shows a page around the message, and all the rest comes both ways without a gap', async () => {
    const { actions, shown, jumpTo } = await setUp(300)
    await jumpTo(150)
    expect(shown()).toMatchObject({ first: 121, last: 180, hasEarlier: true, hasLater: true })
    for (let pages = 0; pages < 3; pages += 1) await actions.loadLater(SESSION_ID)
    for (let pages = 0; pages < 3; pages += 1) await actions.loadEarlier(SESSION_ID)
    expect(shown()).toMatchObject({
      first: 1,
      last: 300,
      count: 300,
      hasEarlier: false,
      hasLater: false,
    })
  })

  it('reads nothing for a message that is here already', async () => {
    const { shown, jumpTo, api, store } = await setUp(300)
    await jumpTo(290)
    expect(shown()).toMatchObject({ first: 251, last: 300, hasLater: false })
    expect(api.asked.filter(({ name }) => name === 'messages.list')).toEqual([])
    expect(store.getState().jump).toMatchObject({ seq: 290, count: 1 })
  })

  it('keeps what is said meanwhile out of the middle, and has it at the end', async () => {
    const { messages, actions, shown, jumpTo } = await setUp(200)
    await jumpTo(20)
    const [said, reply] = [buildMessage(201), buildMessage(202)]
    messages.push(said, reply)
    actions.applySessionEvents([
      { event: 'message.added', sessionId: SESSION_ID, message: said },
      { event: 'turn.started', sessionId: SESSION_ID, turn: buildLive(101) },
      {
        event: 'turn.ended',
        sessionId: SESSION_ID,
        turnId: turnIdOf(101),
        message: reply,
        headSeq: 202,
      },
    ])
    expect(shown()).toMatchObject({
      last: 50,
      hasLater: true,
      lastSeq: 202,
      live: null,
      gap: null,
    })
    await actions.showNewest(SESSION_ID)
    expect(shown()).toMatchObject({ first: 153, last: 202, hasLater: false, hasEarlier: true })
  })

  it('stays in the middle when the connection was lost and much was missed', async () => {
    const { messages, actions, shown, jumpTo } = await setUp(200)
    await jumpTo(100)
    messages.push(buildMessage(201))
    await actions.rewatch()
    expect(shown()).toMatchObject({ first: 71, last: 130, lastSeq: 201, hasLater: true })
    while (shown().hasLater === true) await actions.loadLater(SESSION_ID)
    expect(shown()).toMatchObject({ last: 201, count: 131 })
  })

  it('goes on with what is said once the end was reached', async () => {
    const { actions, shown, jumpTo } = await setUp(100)
    await jumpTo(40)
    await actions.loadLater(SESSION_ID)
    expect(shown()).toMatchObject({ last: 100, hasLater: false })
    actions.applySessionEvents([
      { event: 'message.added', sessionId: SESSION_ID, message: buildMessage(101) },
    ])
    expect(shown()).toMatchObject({ last: 101, count: 91 })
  })
})
