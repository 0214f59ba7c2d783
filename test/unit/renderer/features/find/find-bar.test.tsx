import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FindBar } from '@renderer/features/find/find-bar'
import { buildSession } from '../../support/builders'
import { buildMessage, messageIdOf, SESSION_ID } from '../chat/support/chat-builders'
import { allowLayoutObservers, renderWithStore } from '../chat/support/render-with-store'

beforeAll(allowLayoutObservers)
afterEach(() => {
  cleanup()
  localStorage.clear()
})

const FOUND = [3, 9, 40].map((seq) => ({ messageId: messageIdOf(seq), seq, words: ['Pear'] }))
const field = () =>
  screen.getByRole<HTMLInputElement>('textbox', { name: 'Find in this conversation' })
const count = () => screen.getByRole('status').textContent

function open(matches = FOUND) {
  const messages = Array.from({ length: 60 }, (_, index) => buildMessage(index + 1))
  const rendered = renderWithStore(
    <FindBar />,
    {
      'messages.find': () => ({ matches, isExact: true }),
      'messages.search': () => ({
        bots: [],
        groups: [],
        messageCount: 0,
        sessionCount: 0,
        isExact: true,
        hasMore: false,
        indexing: null,
      }),
      'messages.list': ({ before = 1_000, after = 0, limit = 50 }) => ({
        messages: messages.filter(({ seq }) => seq > after && seq < before).slice(0, limit),
        hasMore: false,
        versions: {},
      }),
    },
    {
      selectedSessionId: SESSION_ID,
      sessions: { [SESSION_ID]: buildSession({ id: SESSION_ID, lastSeq: 60 }) },
    },
  )
  rendered.store.getState().openFind()
  return rendered
}
const jumpOf = (store: ReturnType<typeof open>['store']) => store.getState().jump

describe('the find bar', () => {
  it('shows the newest match first, and goes on both ways, round the ends', async () => {
    const { store } = open()
    fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'pear' } })
    await waitFor(() => expect(count()).toBe('3 of 3'))
    expect(jumpOf(store)).toMatchObject({ seq: 40, words: ['Pear'], keepsFocus: true })
    fireEvent.keyDown(field(), { key: 'Enter' })
    await waitFor(() => expect(count()).toBe('1 of 3'))
    fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true })
    await waitFor(() => expect(count()).toBe('3 of 3'))
    fireEvent.keyDown(window, { key: 'F3', shiftKey: true })
    await waitFor(() => expect(count()).toBe('2 of 3'))
    await waitFor(() => expect(jumpOf(store)).toMatchObject({ seq: 9 }))
  })

  it('counts anew when something was said, and stays where it is', async () => {
    const matches = [...FOUND]
    const { store, askedFor } = open(matches)
    fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'pear' } })
    await waitFor(() => expect(count()).toBe('3 of 3'))
    const before = jumpOf(store)
    matches.push({ messageId: messageIdOf(61), seq: 61, words: ['Pear'] })
    store.setState({ sessions: { [SESSION_ID]: buildSession({ id: SESSION_ID, lastSeq: 61 }) } })
    await waitFor(() => expect(count()).toBe('3 of 4'))
    expect(jumpOf(store)).toBe(before)
    expect(askedFor('messages.find').at(-1)).toEqual({ sessionId: SESSION_ID, query: 'pear' })
  })

  it('says that nothing was found, and looks for the same everywhere', async () => {
    const { store } = open([])
    fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'plum' } })
    await waitFor(() => expect(count()).toBe('Nothing found'))
    fireEvent.click(screen.getByRole('button', { name: 'Search everywhere' }))
    expect(store.getState()).toMatchObject({ searchQuery: 'plum', dialog: { kind: 'search' } })
  })

  it('is closed by Esc, takes its marks along, and knows what was typed the next time it opens', async () => {
    const { store } = open()
    fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'pear' } })
    await waitFor(() => expect(jumpOf(store)).not.toBeNull())
    fireEvent.keyDown(field(), { key: 'Escape' })
    await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
    expect(jumpOf(store)).toBeNull()
    store.getState().openFind()
    expect((await screen.findByRole<HTMLInputElement>('textbox')).value).toBe('pear')
  })

  it('is not there in another conversation, and without one everything is searched', async () => {
    const { store } = open()
    await screen.findByRole('textbox')
    store.setState({ selectedSessionId: null })
    await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull())
    store.getState().openFind()
    expect(store.getState().dialog).toEqual({ kind: 'search' })
  })
})
