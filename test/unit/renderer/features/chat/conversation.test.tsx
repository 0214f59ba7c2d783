import {
  act,
  cleanup,
  createEvent,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { Conversation } from '@renderer/features/chat/conversation'
import { buildInstance } from '../../support/builders'
import {
  BOT_ID,
  buildLive,
  buildMessage,
  buildQueued,
  buildView,
  messageIdOf,
  SESSION_ID,
  turnIdOf,
} from './support/chat-builders'
import { allowLayoutObservers, renderWithStore } from './support/render-with-store'

beforeAll(allowLayoutObservers)
afterEach(() => {
  cleanup()
  localStorage.clear()
})

const composer = () =>
  screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message to Reviewer' })
const type = (value: string) => fireEvent.change(composer(), { target: { value } })

async function open(
  view: Parameters<typeof buildView>[0] = {},
  ...rest: [
    script?: Parameters<typeof renderWithStore>[1],
    state?: Parameters<typeof renderWithStore>[2],
  ]
) {
  const [script = {}, state = {}] = rest
  const shown = renderWithStore(
    <Conversation botId={BOT_ID} sessionId={SESSION_ID} />,
    { 'sessions.watch': () => buildView(view), ...script },
    state,
  )
  await act(() => shown.store.getState().openSession(SESSION_ID))
  return shown
}

describe('the composer', () => {
  it('sends with Enter what was written, and is empty again', async () => {
    const { askedFor } = await open()
    type('hello')
    fireEvent.keyDown(composer(), { key: 'Enter' })
    await waitFor(() =>
      expect(askedFor('messages.send')).toMatchObject([{ sessionId: SESSION_ID, text: 'hello' }]),
    )
    expect(composer().value).toBe('')
  })

  it('leaves Enter to an input method that composes a word', async () => {
    const { askedFor } = await open()
    type('こんにち')
    fireEvent.keyDown(composer(), { key: 'Enter', isComposing: true })
    fireEvent.keyDown(composer(), { key: 'Enter', keyCode: 229 })
    expect(askedFor('messages.send')).toEqual([])
    expect(composer().value).toBe('こんにち')
  })

  it('begins a new line with Shift+Enter', async () => {
    const { askedFor } = await open()
    type('one')
    const press = createEvent.keyDown(composer(), { key: 'Enter', shiftKey: true })
    fireEvent(composer(), press)
    expect(press.defaultPrevented).toBe(false)
    expect(askedFor('messages.send')).toEqual([])
  })

  it('sends nothing that is only blank', async () => {
    const { askedFor } = await open()
    type(' \n ')
    fireEvent.keyDown(composer(), { key: 'Enter' })
    expect(askedFor('messages.send')).toEqual([])
  })

  it('says that a message is too long before it is sent', async () => {
    const { askedFor } = await open()
    type('x'.repeat(70_000))
    expect(screen.getByText(/KB too long/).textContent).toContain('4.4 KB too long')
    fireEvent.keyDown(composer(), { key: 'Enter' })
    expect(askedFor('messages.send')).toEqual([])
  })

  it('recalls own messages with the arrows', async () => {
    await open({
      messages: [
        buildMessage(1, { text: 'first' }),
        buildMessage(2),
        buildMessage(3, { text: 'second' }),
        buildMessage(4),
      ],
    })
    fireEvent.keyDown(composer(), { key: 'ArrowUp' })
    expect(composer().value).toBe('second')
    fireEvent.keyDown(composer(), { key: 'ArrowUp' })
    expect(composer().value).toBe('first')
    fireEvent.keyDown(composer(), { key: 'ArrowDown' })
    fireEvent.keyDown(composer(), { key: 'ArrowDown' })
    expect(composer().value).toBe('')
  })

  it('keeps what is written while the bot is not launched, and launches it', async () => {
    const { askedFor } = await open(
      {},
      { 'bots.launch': () => ({ instance: buildInstance({ botId: BOT_ID, state: 'starting' }) }) },
      { instances: {} },
    )
    type('for later')
    fireEvent.keyDown(composer(), { key: 'Enter' })
    expect([askedFor('messages.send'), composer().value]).toEqual([[], 'for later'])
    fireEvent.click(screen.getByRole('button', { name: 'Launch' }))
    await waitFor(() => expect(askedFor('bots.launch')).toEqual([{ botId: BOT_ID }]))
    expect(document.activeElement).toBe(composer())
  })

  it('is not there for somebody who may only read', async () => {
    await open({}, {}, { role: 'viewer' })
    expect(screen.queryByRole('textbox')).toBeNull()
  })
})

describe('a reply being made', () => {
  const live = buildLive(1, { phase: 'answering', text: 'So far' })

  it('can be stopped, and messages can be queued meanwhile', async () => {
    const { askedFor } = await open(
      { messages: [buildMessage(1)], live },
      { 'turns.stop': () => ({ stopped: true }) },
    )
    type('and then?')
    fireEvent.click(screen.getByRole('button', { name: 'Queue' }))
    expect(
      within(screen.getByRole('list', { name: 'Waiting messages' })).getByText('and then?'),
    ).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
    await waitFor(() => expect(askedFor('turns.stop')).toEqual([{ sessionId: SESSION_ID }]))
    expect(screen.getByRole('button', { name: 'Stopping' })).toBeTruthy()
  })

  it('says that the model is loading', async () => {
    await open({ messages: [buildMessage(1)], live: buildLive(1, { phase: 'loading' }) })
    expect(screen.getByText('Loading llama3.2…')).toBeTruthy()
  })

  it('that is over but not stored says so, and offers no Stop', async () => {
    const { store } = await open(
      { messages: [buildMessage(1)], live },
      { 'turns.stop': () => ({ stopped: true }) },
    )
    fireEvent.click(screen.getByRole('button', { name: 'Stop' }))
    act(() =>
      store.getState().applySessionEvents([
        {
          ...{ event: 'turn.phased', sessionId: SESSION_ID, turnId: live.id },
          ...{ phase: 'storing', since: live.startedAt, place: null },
        },
      ]),
    )
    expect(screen.getByText('So far')).toBeTruthy()
    expect(screen.getByText('Not stored yet.')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Stop/ })).toBeNull()
    expect(screen.getByRole('button', { name: 'Queue' })).toBeTruthy()
  })

  it('grows in its row, and the stored reply goes on in the very same row', async () => {
    const { store } = await open({ messages: [buildMessage(1)], live })
    const row = screen.getByText('So far').closest('li')
    const paragraph = screen.getByText('So far')
    act(() =>
      store.getState().applySessionEvents([
        {
          event: 'turn.extended',
          sessionId: SESSION_ID,
          turnId: live.id,
          offset: 6,
          text: ' so good',
        },
      ]),
    )
    expect(paragraph.textContent).toBe('So far so good')
    const message = buildMessage(2, { text: 'So far so good', turnId: live.id })
    act(() =>
      store
        .getState()
        .applySessionEvents([
          { event: 'turn.ended', sessionId: SESSION_ID, turnId: live.id, message, headSeq: 2 },
        ]),
    )
    expect([
      paragraph.isConnected,
      paragraph.closest('li') === row,
      row?.getAttribute('data-row-id'),
    ]).toEqual([true, true, messageIdOf(2)])
    expect(screen.queryByRole('button', { name: 'Stop' })).toBeNull()
  })

  it('is read out once, when it is done', async () => {
    const { store } = await open({ messages: [buildMessage(1)], live })
    const announced = () => screen.getAllByRole('status').map((region) => region.textContent)
    expect(announced().join('')).not.toContain('So far')
    const message = buildMessage(2, { text: 'All of it', turnId: live.id })
    act(() =>
      store
        .getState()
        .applySessionEvents([
          { event: 'turn.ended', sessionId: SESSION_ID, turnId: live.id, message, headSeq: 2 },
        ]),
    )
    expect(announced()).toContain('Reviewer: All of it')
  })
})

describe('a message that waits', () => {
  it('is shown as waiting and can be withdrawn into the composer', async () => {
    const view = { messages: [buildMessage(1)], live: buildLive(1), queue: [buildQueued(2)] }
    const { askedFor } = await open(view, {
      'turns.withdraw': () => ({ text: 'queued 2', attachments: [] }),
    })
    fireEvent.click(screen.getByRole('button', { name: 'Withdraw this message' }))
    await waitFor(() => expect(composer().value).toBe('queued 2'))
    expect(askedFor('turns.withdraw')).toEqual([{ sessionId: SESSION_ID, turnId: turnIdOf(2) }])
  })
})

describe('a failed reply', () => {
  const failed = buildMessage(2, {
    text: '',
    status: 'failed',
    error: { code: 'engine_unavailable', message: 'Start Ollama, or set its address in Settings.' },
  })

  it('is shown as a failure with the next steps, and asked for again', async () => {
    const { store, askedFor } = await open(
      { messages: [buildMessage(1), failed] },
      { 'turns.retry': () => ({ turnId: turnIdOf(2) }) },
    )
    const block = screen.getByRole('group', { name: 'No reply' })
    expect(block.textContent).toContain('Start Ollama, or set its address in Settings.')
    fireEvent.click(within(block).getByRole('button', { name: 'Open settings' }))
    expect(store.getState().dialog).toEqual({ kind: 'settings', section: 'ollama' })
    fireEvent.click(within(block).getByRole('button', { name: 'Try again' }))
    await waitFor(() =>
      expect(askedFor('turns.retry')).toMatchObject([
        { sessionId: SESSION_ID, messageId: messageIdOf(1), botId: BOT_ID, headSeq: 2 },
      ]),
    )
  })

  it('takes one press where the bot is not launched, which the button says', async () => {
    const { askedFor, store } = await open(
      { messages: [buildMessage(1), failed] },
      {
        'bots.launch': () => ({ instance: buildInstance({ state: 'ready' }) }),
        'turns.retry': () => ({ turnId: turnIdOf(2) }),
      },
    )
    act(() => store.setState({ instances: { [BOT_ID]: buildInstance({ state: 'stopped' }) } }))
    fireEvent.click(screen.getByRole('button', { name: 'Launch and try again' }))
    await waitFor(() => expect(askedFor('turns.retry')).toHaveLength(1))
    expect(askedFor('bots.launch')).toEqual([{ botId: BOT_ID }])
  })

  it('keeps the text of one that broke off above what happened', async () => {
    await open({
      messages: [buildMessage(1), { ...failed, text: 'Half of', status: 'interrupted' }],
    })
    const [text, block] = [
      screen.getByText('Half of'),
      screen.getByRole('group', { name: 'The reply broke off' }),
    ]
    expect(text.compareDocumentPosition(block)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  })

  it('offers no second try once something else was said', async () => {
    await open({ messages: [buildMessage(1), failed, buildMessage(3), buildMessage(4)] })
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull()
  })
})

describe('a message that could not be sent', () => {
  it('says why, and goes again under the same id', async () => {
    let refuse = true
    const { askedFor } = await open(
      {},
      {
        'messages.send': () => {
          if (refuse) throw new AppError('rate_limited', 'Wait a little.')
          return { messageId: messageIdOf(1), turnId: turnIdOf(1), queued: false }
        },
      },
    )
    type('hello')
    fireEvent.keyDown(composer(), { key: 'Enter' })
    expect((await screen.findByRole('alert')).textContent).toContain('Wait a little.')
    refuse = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(askedFor('messages.send')).toHaveLength(2))
    const [first, second] = askedFor('messages.send')
    expect(second).toEqual(first)
  })

  it('waits visibly for the connection', async () => {
    const { store, askedFor } = await open()
    act(() => store.setState({ connection: { status: 'offline', retryAt: null } }))
    type('hello')
    fireEvent.keyDown(composer(), { key: 'Enter' })
    expect(await screen.findByText('Sends when connected')).toBeTruthy()
    expect(askedFor('messages.send')).toEqual([])
  })
})

describe('what a person said', () => {
  it('is shown exactly, without Markdown', async () => {
    await open({ messages: [buildMessage(1, { text: '**not bold** <b>x</b>\n  - שלום' })] })
    expect(screen.getByText(/not bold/).textContent).toBe('**not bold** <b>x</b>\n  - שלום')
  })
})

describe('an empty conversation', () => {
  it('invites, and begins a session with the first words', async () => {
    const { askedFor } = renderWithStore(<Conversation botId={BOT_ID} sessionId={null} />, {
      'sessions.create': () => ({ session: buildView().session }),
    })
    expect(screen.getByText('Say something to Reviewer')).toBeTruthy()
    type('hi')
    fireEvent.keyDown(composer(), { key: 'Enter' })
    await waitFor(() =>
      expect(askedFor('messages.send')).toMatchObject([{ sessionId: SESSION_ID, text: 'hi' }]),
    )
  })

  it('says why it could not be read, and tries again', async () => {
    let fails = true
    await open(
      {},
      {
        'sessions.watch': () => {
          if (fails) throw new AppError('internal', 'Something went wrong.')
          return buildView({ messages: [buildMessage(1, { text: 'there it is' })] })
        },
      },
    )
    expect(screen.getByRole('alert').textContent).toContain('Something went wrong.')
    fails = false
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('there it is')).toBeTruthy()
  })
})
