import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import type { SearchResult } from '@shared/model/search'
import { SearchDialog } from '@renderer/features/search/search-dialog'
import { allowModalDialogs } from '../../support/modal-dialogs'
import { buildSession, sessionIdOf } from '../../support/builders'
import { BOT_ID, buildMessage, messageIdOf, SESSION_ID } from '../chat/support/chat-builders'
import { allowLayoutObservers, renderWithStore } from '../chat/support/render-with-store'

beforeAll(() => {
  allowModalDialogs()
  allowLayoutObservers()
  // jsdom lays nothing out.
  Element.prototype.scrollIntoView = () => undefined
})
afterEach(() => {
  cleanup()
  localStorage.clear()
})

const FOUND: SearchResult = {
  bots: [{ botId: BOT_ID, nameRanges: [{ offset: 0, length: 3 }] }],
  groups: [
    {
      session: buildSession({ id: SESSION_ID, title: 'Reviews of <i>things</i>' }),
      titleRanges: [{ offset: 0, length: 3 }],
      hits: [
        {
          messageId: messageIdOf(41),
          seq: 41,
          author: 'person',
          createdAt: 1,
          isVisible: true,
          snippet: {
            text: 'a <b>rev</b>, REV',
            ranges: [
              { offset: 5, length: 3 },
              { offset: 14, length: 3 },
            ],
          },
        },
      ],
      hitCount: 4,
    },
  ],
  messageCount: 4,
  sessionCount: 1,
  isExact: true,
  hasMore: false,
  indexing: null,
}
const NOTHING: SearchResult = { ...FOUND, bots: [], groups: [], messageCount: 0, sessionCount: 0 }

const field = () => screen.getByRole<HTMLInputElement>('combobox', { name: 'Search conversations' })
const options = () => within(screen.getByRole('listbox')).getAllByRole('option')
const chosen = () =>
  options().find((option) => option.getAttribute('aria-selected') === 'true')?.textContent

type Script = Parameters<typeof renderWithStore>[1]
const open = (script: Script, state: Parameters<typeof renderWithStore>[2] = {}) =>
  renderWithStore(<SearchDialog />, script, { dialog: { kind: 'search' }, ...state })

describe('the search', () => {
  it('shows what was found as text with the matches marked, and how much it is', async () => {
    open({ 'messages.search': () => FOUND })
    expect(screen.getByText('"exact words"')).toBeTruthy()
    fireEvent.change(field(), { target: { value: 'rev' } })
    await waitFor(() => expect(options()).toHaveLength(3))
    expect(screen.getByText('4 messages in 1 conversation')).toBeTruthy()
    expect(screen.getByText('3 more ·', { exact: false })).toBeTruthy()
    expect(
      options().map((option) =>
        [...option.querySelectorAll('mark')].map((mark) => mark.textContent),
      ),
    ).toEqual([['Rev'], ['Rev'], ['rev', 'REV']])
    expect(options()[2]?.textContent).toContain('a <b>rev</b>, REV')
    expect(document.querySelector('i, b')).toBeNull()
  })

  it('is worked by the arrow keys; Enter opens the message where it stands', async () => {
    const messages = Array.from({ length: 60 }, (_, index) => buildMessage(index + 1))
    const { store, askedFor } = open(
      {
        'messages.search': () => FOUND,
        'sessions.list': () => ({ sessions: [], hasMore: false, readMarks: [] }),
        'messages.list': ({ before, after = 0, limit = 50 }) =>
          before === undefined
            ? {
                messages: messages.filter(({ seq }) => seq > after).slice(0, limit),
                hasMore: false,
                versions: {},
              }
            : {
                messages: messages.filter(({ seq }) => seq < before).slice(-limit),
                hasMore: true,
                versions: {},
              },
      },
      { sessions: { [SESSION_ID]: buildSession({ id: SESSION_ID }) } },
    )
    fireEvent.change(field(), { target: { value: 'rev' } })
    await waitFor(() => expect(options()).toHaveLength(3))
    expect(chosen()).toContain('Reviewer')
    fireEvent.keyDown(field(), { key: 'ArrowUp' })
    expect(chosen()).toContain('a <b>rev</b>')
    expect(field().getAttribute('aria-activedescendant')).toBe(options()[2]?.id)
    fireEvent.keyDown(field(), { key: 'Enter' })
    await waitFor(() =>
      expect(store.getState().jump).toMatchObject({
        messageId: messageIdOf(41),
        words: ['rev', 'REV'],
      }),
    )
    expect(store.getState().dialog).toBeNull()
    expect(store.getState().selectedSessionId).toBe(SESSION_ID)
    expect(askedFor('messages.list')).toEqual([
      { sessionId: SESSION_ID, before: 42, limit: 30 },
      { sessionId: SESSION_ID, after: 41, limit: 30 },
    ])
  })

  it('opens nothing that answers what was typed before', async () => {
    const { store, askedFor } = open({ 'messages.search': () => FOUND })
    fireEvent.change(field(), { target: { value: 'rev' } })
    await waitFor(() => expect(options()).toHaveLength(3))
    fireEvent.change(field(), { target: { value: 'revi' } })
    fireEvent.keyDown(field(), { key: 'Enter' })
    expect(store.getState().dialog).not.toBeNull()
    expect(askedFor('messages.search').at(-1)).toMatchObject({ query: 'revi' })
    await act(async () => undefined)
  })

  it('says that nothing was found and what to try, and why it failed', async () => {
    const { api } = open({ 'messages.search': () => NOTHING })
    fireEvent.change(field(), { target: { value: ' zebra ' } })
    expect(await screen.findByText('Nothing found for “zebra”')).toBeTruthy()
    api.answerWith({
      'messages.search': () => {
        throw new AppError('internal', 'The search could not be made.')
      },
    })
    fireEvent.change(field(), { target: { value: 'zebras' } })
    expect(await screen.findByText('The search could not be made.')).toBeTruthy()
    api.answerWith({ 'messages.search': () => FOUND })
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(options()).toHaveLength(3))
  })

  it('drops an answer that a newer one has overtaken', async () => {
    const slow = Promise.withResolvers<SearchResult>()
    const { api } = open({ 'messages.search': () => slow.promise }, { searchQuery: 'old' })
    api.answerWith({ 'messages.search': () => FOUND })
    fireEvent.change(field(), { target: { value: 'rev' } })
    await waitFor(() => expect(options()).toHaveLength(3))
    await act(async () => slow.resolve(NOTHING))
    expect(options()).toHaveLength(3)
  })

  it('shows the next conversations below the ones that are there', async () => {
    const next = {
      ...FOUND.groups[0],
      session: buildSession({ id: sessionIdOf(7), title: 'Older' }),
      titleRanges: [],
      hits: [],
      hitCount: 0,
    }
    const { askedFor } = open({
      'messages.search': ({ offset = 0 }) =>
        offset === 0 ? { ...FOUND, hasMore: true } : { ...FOUND, bots: [], groups: [next] },
    })
    fireEvent.change(field(), { target: { value: 'rev' } })
    fireEvent.click(await screen.findByRole('button', { name: 'Show more conversations' }))
    await waitFor(() => expect(options()).toHaveLength(4))
    expect(options().at(-1)?.textContent).toContain('Older')
    expect(askedFor('messages.search').at(-1)).toEqual({ query: 'rev', offset: 1 })
  })
})
