import { afterEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import type { CommandOutput } from '@shared/contract/commands'
import type { PendingSend } from '@renderer/features/chat/state/chat-data'
import { createAppStore } from '@renderer/store/app-store'
import { buildInstance, buildSession, sessionIdOf } from '../../support/builders'
import { ScriptedApi } from '../../support/scripted-api'
import {
  BOT_ID,
  buildLive,
  buildMessage,
  buildView,
  messageIdOf,
  SESSION_ID,
  turnIdOf,
} from './support/chat-builders'

const OTHER_ID = sessionIdOf(2)
const sent: CommandOutput<'messages.send'> = {
  messageId: messageIdOf(1),
  turnId: turnIdOf(1),
  queued: false,
}

function setUp(script: ConstructorParameters<typeof ScriptedApi>[0] = {}) {
  const api = new ScriptedApi({
    'sessions.watch': ({ sessionId }) => buildView({ session: buildSession({ id: sessionId }) }),
    'sessions.unwatch': () => ({}),
    'messages.send': () => sent,
    ...script,
  })
  const store = createAppStore(api)
  store.setState({ connection: { status: 'online' } })
  const askedFor = (name: string) =>
    api.asked.filter((one) => one.name === name).map(({ input }) => input)
  const session = (id = SESSION_ID) => store.getState().chat.conversations[id]
  const pending = (): readonly PendingSend[] => session()?.pending ?? []
  return { api, store, actions: store.getState(), askedFor, session, pending }
}

afterEach(() => localStorage.clear())

describe('openSession', () => {
  it('watches what is opened, lets go of what is left, and keeps what is known of it', async () => {
    const { actions, askedFor, session } = setUp({
      'sessions.watch': ({ sessionId }) =>
        buildView({
          session: buildSession({ id: sessionId }),
          messages: [buildMessage(1, { sessionId })],
        }),
    })
    await actions.openSession(SESSION_ID)
    await actions.openSession(OTHER_ID)
    expect(askedFor('sessions.unwatch')).toEqual([{ sessionId: SESSION_ID }])
    expect(session()?.messageIds).toEqual([messageIdOf(1)])
  })

  it('asks only for what was missed when one comes back', async () => {
    const { actions, askedFor } = setUp({
      'sessions.watch': ({ sessionId, afterSeq }) =>
        buildView({
          session: buildSession({ id: sessionId }),
          reset: afterSeq === undefined,
          messages: afterSeq === undefined ? [buildMessage(1)] : [],
        }),
    })
    await actions.openSession(SESSION_ID)
    await actions.openSession(null)
    await actions.openSession(SESSION_ID)
    expect(askedFor('sessions.watch')).toEqual([
      { sessionId: SESSION_ID },
      { sessionId: SESSION_ID, afterSeq: 1 },
    ])
  })

  it('does not lose what happens while the view is on its way', async () => {
    const view = Promise.withResolvers<CommandOutput<'sessions.watch'>>()
    const { actions, session } = setUp({ 'sessions.watch': () => view.promise })
    const opening = actions.openSession(SESSION_ID)
    actions.applySessionEvents([
      { event: 'message.added', sessionId: SESSION_ID, message: buildMessage(2) },
    ])
    view.resolve(buildView({ messages: [buildMessage(1)] }))
    await opening
    expect(session()?.messageIds).toEqual([messageIdOf(1), messageIdOf(2)])
  })

  it('says why a session cannot be read', async () => {
    const { actions, session } = setUp({
      'sessions.watch': () => {
        throw new AppError('not_found', 'There is no such session.')
      },
    })
    await actions.openSession(SESSION_ID)
    expect(session()).toMatchObject({
      status: 'error',
      error: { message: 'There is no such session.' },
    })
  })

  it('goes on waiting, without an error, while there is no connection', async () => {
    const { actions, store, session } = setUp({
      'sessions.watch': () => {
        throw new AppError('internal', 'Not connected.')
      },
    })
    store.setState({ connection: { status: 'offline', retryAt: null } })
    await actions.openSession(SESSION_ID)
    expect(session()?.status).toBe('loading')
  })
})

it('watches again where a fact is missing', async () => {
  const { actions, askedFor } = setUp()
  await actions.openSession(SESSION_ID)
  actions.applySessionEvents([
    { event: 'message.added', sessionId: SESSION_ID, message: buildMessage(3) },
  ])
  expect(askedFor('sessions.watch')).toEqual([
    { sessionId: SESSION_ID },
    { sessionId: SESSION_ID, afterSeq: 0 },
  ])
})

describe('sendMessage', () => {
  it('shows the message at once, and the stored one in its place', async () => {
    const { actions, api, pending, session } = setUp()
    await actions.openSession(SESSION_ID)
    const sending = actions.sendMessage(SESSION_ID, 'hello')
    expect(pending()).toMatchObject([{ text: 'hello', state: 'sending' }])
    await sending
    const clientMessageId = pending()[0]?.clientMessageId ?? ''
    expect(api.asked.at(-1)?.input).toEqual({
      sessionId: SESSION_ID,
      text: 'hello',
      clientMessageId,
    })
    actions.applySessionEvents([
      {
        event: 'message.added',
        sessionId: SESSION_ID,
        message: buildMessage(1, { text: 'hello', clientMessageId }),
      },
    ])
    expect(pending()).toEqual([])
    expect(session()?.messageIds).toEqual([messageIdOf(1)])
  })

  it('tries again under the same id, so that nothing is said twice', async () => {
    let refuse = true
    const { actions, askedFor, pending } = setUp({
      'messages.send': () => {
        if (refuse) throw new AppError('rate_limited', 'Ten messages a minute. Wait a little.')
        return sent
      },
    })
    await actions.openSession(SESSION_ID)
    await actions.sendMessage(SESSION_ID, 'hello')
    expect(pending()).toMatchObject([
      { state: 'failed', error: { message: 'Ten messages a minute. Wait a little.' } },
    ])
    refuse = false
    await actions.resend(SESSION_ID, pending()[0]?.clientMessageId ?? '')
    const [first, second] = askedFor('messages.send')
    expect(second).toEqual(first)
    expect(pending()).toMatchObject([{ state: 'sent' }])
  })

  it('puts the text back where it was written after a refusal that will not heal', async () => {
    const { actions, store, pending } = setUp({
      'messages.send': () => {
        throw new AppError('too_large', 'This message is longer than 64 KB.')
      },
    })
    await actions.openSession(SESSION_ID)
    await actions.sendMessage(SESSION_ID, 'much too long')
    expect(pending()).toEqual([])
    expect(store.getState().drafts[SESSION_ID]).toBe('much too long')
    expect(store.getState().toasts).toMatchObject([
      { kind: 'error', text: 'This message is longer than 64 KB.' },
    ])
  })

  it('waits for the connection, and sends in the order it was said', async () => {
    const { actions, store, askedFor, pending } = setUp()
    await actions.openSession(SESSION_ID)
    store.setState({ connection: { status: 'offline', retryAt: null } })
    await actions.sendMessage(SESSION_ID, 'one')
    await actions.sendMessage(SESSION_ID, 'two')
    expect(pending().map(({ state }) => state)).toEqual(['waiting', 'waiting'])
    expect(askedFor('messages.send')).toEqual([])
    store.setState({ connection: { status: 'online' } })
    await actions.rewatch()
    expect(askedFor('messages.send')).toMatchObject([{ text: 'one' }, { text: 'two' }])
  })
})

describe('say', () => {
  it('begins a session for a bot that has none, and sends there', async () => {
    const { actions, store, askedFor } = setUp({
      'sessions.create': () => ({ session: buildSession({ id: SESSION_ID, botId: BOT_ID }) }),
    })
    store.getState().setDraft(`new.${BOT_ID}`, 'first words')
    await actions.say(BOT_ID, null, 'first words')
    expect(askedFor('messages.send')).toMatchObject([
      { sessionId: SESSION_ID, text: 'first words' },
    ])
    expect(store.getState().drafts[`new.${BOT_ID}`]).toBe('')
  })

  it('keeps the text where the session cannot be made', async () => {
    const { actions, store } = setUp({
      'sessions.create': () => {
        throw new AppError('not_found', 'There is no such bot.')
      },
    })
    await actions.say(BOT_ID, null, 'first words')
    expect(store.getState().drafts[`new.${BOT_ID}`]).toBe('first words')
    expect(store.getState().toasts).toMatchObject([{ text: 'There is no such bot.' }])
  })
})

describe('withdraw', () => {
  it('returns the text to an empty composer', async () => {
    const { actions, store } = setUp({
      'turns.withdraw': () => ({ text: 'taken back', attachments: [] }),
    })
    await actions.withdraw(SESSION_ID, turnIdOf(2))
    expect(store.getState().drafts[SESSION_ID]).toBe('taken back')
  })

  it('does not touch what is being written, and offers the text instead', async () => {
    const { actions, store } = setUp({
      'turns.withdraw': () => ({ text: 'taken back', attachments: [] }),
    })
    actions.setDraft(SESSION_ID, 'in the middle')
    await actions.withdraw(SESSION_ID, turnIdOf(2))
    expect(store.getState().drafts[SESSION_ID]).toBe('in the middle')
    store.getState().toasts[0]?.action?.run()
    expect(store.getState().drafts[SESSION_ID]).toBe('in the middle\n\ntaken back')
  })
})

it('says so when a reply could not be stopped, and lets it be tried again', async () => {
  const { actions, store, session } = setUp({
    'sessions.watch': () => buildView({ messages: [buildMessage(1)], live: buildLive(1) }),
    'turns.stop': () => {
      throw new AppError('internal', 'The connection broke.')
    },
  })
  await actions.openSession(SESSION_ID)
  const stopping = actions.stopTurn(SESSION_ID)
  expect(session()?.stopping).toBe(true)
  await stopping
  expect(session()?.stopping).toBe(false)
  expect(store.getState().toasts).toMatchObject([{ kind: 'error' }])
})

describe('loadEarlier', () => {
  const newest = buildView({ messages: [buildMessage(51)], hasMore: true })

  it('puts earlier messages before the first one, once for any number of asks', async () => {
    const { actions, askedFor, session } = setUp({
      'sessions.watch': () => newest,
      'messages.list': () => ({
        messages: [buildMessage(49), buildMessage(50)],
        hasMore: false,
        versions: {},
      }),
    })
    await actions.openSession(SESSION_ID)
    await Promise.all([actions.loadEarlier(SESSION_ID), actions.loadEarlier(SESSION_ID)])
    expect(askedFor('messages.list')).toEqual([{ sessionId: SESSION_ID, before: 51, limit: 50 }])
    expect(session()).toMatchObject({
      messageIds: [49, 50, 51].map(messageIdOf),
      hasEarlier: false,
      earlier: 'idle',
    })
  })

  it('can be tried again after it failed', async () => {
    let fails = true
    const { actions, session } = setUp({
      'sessions.watch': () => newest,
      'messages.list': () => {
        if (fails) throw new AppError('internal', 'The connection broke.')
        return { messages: [buildMessage(50)], hasMore: true, versions: {} }
      },
    })
    await actions.openSession(SESSION_ID)
    await actions.loadEarlier(SESSION_ID)
    expect(session()?.earlier).toBe('failed')
    fails = false
    await actions.loadEarlier(SESSION_ID)
    expect(session()?.messageIds).toEqual([messageIdOf(50), messageIdOf(51)])
  })
})

describe('drafts', () => {
  it('are there again after a reload, each with its session', () => {
    vi.useFakeTimers()
    const { actions } = setUp()
    actions.setDraft(SESSION_ID, 'half a sentence')
    actions.setDraft(OTHER_ID, 'another')
    vi.runAllTimers()
    vi.useRealTimers()
    expect(setUp().store.getState().drafts).toEqual({
      [SESSION_ID]: 'half a sentence',
      [OTHER_ID]: 'another',
    })
  })

  it('are kept until what was said lies somewhere else', () => {
    vi.useFakeTimers()
    const never = new Promise<never>(() => undefined)
    const { actions } = setUp({ 'sessions.create': () => never })
    actions.setDraft(`new.${BOT_ID}`, 'first words')
    vi.runAllTimers()
    void actions.say(BOT_ID, null, 'first words')
    vi.runAllTimers()
    vi.useRealTimers()
    expect(actions.drafts).toEqual({})
    expect(setUp().store.getState().drafts).toEqual({ [`new.${BOT_ID}`]: 'first words' })
  })
})

describe('a page that dies with something unsent', () => {
  const never = new Promise<never>(() => undefined)

  it('sends it again under the same id when it is loaded again, and shows it meanwhile', async () => {
    const before = setUp({ 'messages.send': () => never })
    await before.actions.openSession(SESSION_ID)
    void before.actions.sendMessage(SESSION_ID, 'on its way')
    const [said] = before.askedFor('messages.send')

    const after = setUp()
    expect(after.pending()).toMatchObject([{ text: 'on its way', state: 'waiting' }])
    await after.actions.openSession(SESSION_ID)
    await after.actions.rewatch()
    expect(after.askedFor('messages.send')).toEqual([said])
    expect(after.pending()).toEqual([])
    expect(setUp().pending()).toEqual([])
  })

  it('does not send what the conversation shows by then', async () => {
    const before = setUp({ 'messages.send': () => never })
    void before.actions.sendMessage(SESSION_ID, 'arrived')
    const clientMessageId = before.pending()[0]?.clientMessageId ?? ''
    const after = setUp({
      'sessions.watch': () => buildView({ messages: [buildMessage(1, { clientMessageId })] }),
    })
    await after.actions.openSession(SESSION_ID)
    await after.actions.rewatch()
    expect(after.askedFor('messages.send')).toEqual([])
    expect(setUp().pending()).toEqual([])
  })

  it('leaves what was refused for whoever said it to decide', async () => {
    const refuse = () => {
      throw new AppError('conflict', 'Launch it, then send again.')
    }
    const before = setUp({ 'messages.send': refuse })
    await before.actions.sendMessage(SESSION_ID, 'refused')
    const after = setUp()
    await after.actions.openSession(SESSION_ID)
    await after.actions.rewatch()
    expect(after.askedFor('messages.send')).toEqual([])
    expect(after.pending()).toMatchObject([
      { text: 'refused', state: 'failed', error: { message: 'Launch it, then send again.' } },
    ])
    after.actions.takeBack(SESSION_ID, after.pending()[0]?.clientMessageId ?? '')
    expect(after.store.getState().drafts[SESSION_ID]).toBe('refused')
    expect(setUp().pending()).toEqual([])
  })
})

describe('retry', () => {
  const stopped = { [BOT_ID]: buildInstance({ botId: BOT_ID, state: 'stopped' }) }
  const becomes = (state: 'ready' | 'failed') => ({
    instances: { [BOT_ID]: buildInstance({ botId: BOT_ID, state }) },
  })
  const launch = () => ({ instance: buildInstance({ botId: BOT_ID, state: 'starting' }) })

  it('launches the bot first where it is not, and asks once it is ready', async () => {
    const { actions, store, askedFor } = setUp({
      'bots.launch': launch,
      'turns.retry': () => ({ turnId: turnIdOf(2) }),
    })
    store.setState({ instances: stopped })
    const retrying = actions.retry(BOT_ID, SESSION_ID, messageIdOf(1))
    await vi.waitFor(() => expect(store.getState().instances[BOT_ID]?.state).toBe('starting'))
    expect(askedFor('turns.retry')).toEqual([])
    store.setState(becomes('ready'))
    await retrying
    expect(askedFor('turns.retry')).toMatchObject([
      { sessionId: SESSION_ID, messageId: messageIdOf(1), botId: BOT_ID },
    ])
  })

  it('waits for a bot that is being relaunched, and gives up where that fails', async () => {
    const { actions, store, askedFor, session } = setUp({})
    store.setState({ instances: { [BOT_ID]: launch().instance } })
    const retrying = actions.retry(BOT_ID, SESSION_ID, messageIdOf(1))
    expect(session()?.retrying).toBe(messageIdOf(1))
    store.setState(becomes('failed'))
    await retrying
    expect(session()?.retrying).toBeNull()
    expect(askedFor('turns.retry')).toEqual([])
  })
})

describe('a text that begins with !', () => {
  const SAID = { sessionId: SESSION_ID, text: '!cat README.md' }
  const CAT = { name: 'cat', does: 'Shows files.', takes: 'path …' }

  it.each([
    ['a command for who may run any', [CAT], { program: true }],
    ['an ordinary message for who may not', [], {}],
  ])('is %s', async (_what, programs, along) => {
    const { actions, askedFor } = setUp({ 'programs.mine': () => ({ programs }) })
    await actions.say(BOT_ID, SESSION_ID, '!cat README.md')
    expect(askedFor('messages.send')).toEqual([
      { ...SAID, clientMessageId: expect.any(String) as string, ...along },
    ])
  })

  it('with a space before it is never one, and nobody is asked', async () => {
    const { actions, askedFor } = setUp()
    await actions.say(BOT_ID, SESSION_ID, ' !cat README.md')
    expect(askedFor('programs.mine')).toEqual([])
    expect(askedFor('messages.send')).toHaveLength(1)
  })
})
