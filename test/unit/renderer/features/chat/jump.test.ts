import { describe, expect, it } from 'vitest'
import { buildLive, buildMessage, SESSION_ID, turnIdOf } from './support/chat-builders'
import { openLong } from './support/long-conversation'

describe('jumpTo', () => {
  it('shows a page around the message, and all the rest comes both ways without a gap', async () => {
    const { actions, shown, jumpTo } = await openLong(200)
    await jumpTo(100)
    expect(shown()).toMatchObject({ first: 71, last: 130, hasEarlier: true, hasLater: true })
    for (let pages = 0; pages < 2; pages += 1) await actions.loadLater(SESSION_ID)
    for (let pages = 0; pages < 2; pages += 1) await actions.loadEarlier(SESSION_ID)
    expect(shown()).toMatchObject({
      first: 1,
      last: 200,
      count: 200,
      hasEarlier: false,
      hasLater: false,
    })
  })

  it('reads nothing for a message that is here already', async () => {
    const { shown, jumpTo, api, store } = await openLong(300)
    await jumpTo(290)
    expect(shown()).toMatchObject({ first: 251, last: 300, hasLater: false })
    expect(api.asked.filter(({ name }) => name === 'messages.list')).toEqual([])
    expect(store.getState().jump).toMatchObject({ seq: 290, count: 1 })
  })

  it('keeps what is said meanwhile out of the middle, and has it at the end', async () => {
    const { messages, actions, shown, jumpTo } = await openLong(200)
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
    const { messages, actions, shown, jumpTo } = await openLong(200)
    await jumpTo(100)
    messages.push(buildMessage(201))
    await actions.rewatch()
    expect(shown()).toMatchObject({ first: 71, last: 130, lastSeq: 201, hasLater: true })
    while (shown().hasLater === true) await actions.loadLater(SESSION_ID)
    expect(shown()).toMatchObject({ last: 201, count: 131 })
  })

  it('goes on with what is said once the end was reached', async () => {
    const { actions, shown, jumpTo } = await openLong(100)
    await jumpTo(40)
    await actions.loadLater(SESSION_ID)
    expect(shown()).toMatchObject({ last: 100, hasLater: false })
    actions.applySessionEvents([
      { event: 'message.added', sessionId: SESSION_ID, message: buildMessage(101) },
    ])
    expect(shown()).toMatchObject({ last: 101, count: 91 })
  })
})
