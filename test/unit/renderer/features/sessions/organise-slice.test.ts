import { describe, expect, it, vi } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import { MAX_SESSIONS_AT_ONCE as MOST_ON_THE_WIRE } from '@shared/model/session'
import { MAX_SESSIONS_AT_ONCE } from '@renderer/features/sessions/organise-slice'
import { createAppStore } from '@renderer/store/app-store'
import { buildSession, sessionIdOf } from '../../support/builders'
import { ScriptedApi } from '../../support/scripted-api'

const [one, two] = [buildSession({ id: sessionIdOf(1) }), buildSession({ id: sessionIdOf(2) })]

function setUp(script: ConstructorParameters<typeof ScriptedApi>[0]) {
  const api = new ScriptedApi(script)
  const store = createAppStore(api)
  store.setState({ sessions: { [one.id]: one, [two.id]: two } })
  const askedFor = (name: string) =>
    api.asked.filter((one) => one.name === name).map(({ input }) => input)
  return { api, store, askedFor, state: () => store.getState() }
}

describe('putting conversations in order', () => {
  it('takes as many at once as the controller does', () => {
    expect(MAX_SESSIONS_AT_ONCE).toBe(MOST_ON_THE_WIRE)
  })

  it('asks for more than that in parts', async () => {
    const { state, askedFor } = setUp({ 'sessions.organise': () => ({ sessions: [] }) })
    const sessionIds = Array.from({ length: 1_500 }, (_, number) => sessionIdOf(number))
    await state().organise(sessionIds, { archived: true }, 'Archived.')
    expect(askedFor('sessions.organise')).toEqual([
      { sessionIds: sessionIds.slice(0, 1_000), archived: true },
      { sessionIds: sessionIds.slice(1_000), archived: true },
    ])
  })

  it('says what was done, chooses nothing any more, and takes it back when asked', async () => {
    const { state, askedFor } = setUp({
      'sessions.organise': ({ pinned = false }) => ({ sessions: [{ ...one, pinned }] }),
    })
    state().check([one.id])
    await state().organise([one.id], { pinned: true }, 'Pinned.')
    expect([state().selecting, state().sessions[one.id]?.pinned]).toEqual([false, true])
    const [toast] = state().toasts
    expect(toast?.text).toBe('Pinned.')
    toast?.action?.run()
    await vi.waitFor(() => expect(state().sessions[one.id]?.pinned).toBe(false))
    expect(askedFor('sessions.organise')[1]).toEqual({ sessionIds: [one.id], pinned: false })
  })

  it('says why where it was refused, and leaves what was chosen', async () => {
    const { state } = setUp({
      'sessions.organise': () => Promise.reject(new AppError('not_found', 'No such folder.')),
    })
    state().check([one.id])
    await state().organise([one.id], { folderId: sessionIdOf(9) }, 'Moved.')
    expect(state().toasts).toMatchObject([{ kind: 'error', text: 'No such folder.' }])
    expect([...state().checked]).toEqual([one.id])
  })

  it('brings back together what was deleted together', async () => {
    const { state, askedFor } = setUp({
      'sessions.deleteMany': ({ sessionIds }) => ({ sessionIds: [...sessionIds] }),
      'sessions.restoreMany': () => ({ sessions: [one, two] }),
    })
    await state().deleteSessions([one.id, two.id])
    expect(state().toasts[0]?.text).toBe('2 conversations were deleted.')
    state().toasts[0]?.action?.run()
    await vi.waitFor(() => expect(askedFor('sessions.restoreMany')).toHaveLength(1))
  })
})

describe('a title that somebody else changed as well', () => {
  const renameTwice = (current: object) => {
    let times = 0
    return setUp({
      'sessions.rename': ({ title, version = 0 }) => {
        times += 1
        if (times === 1) throw new AppError('conflict', 'Changed.', { current })
        return { session: { ...one, title, version: version + 1 } }
      },
    })
  }

  it('is shown, and one’s own offered', async () => {
    const current = { ...one, title: 'Theirs', version: 7 }
    const { state, askedFor } = renameTwice(current)
    await state().renameSession(one.id, 'Mine')
    expect(state().sessions[one.id]?.title).toBe('Theirs')
    expect(state().toasts[0]).toMatchObject({
      text: 'Somebody named this conversation “Theirs” meanwhile.',
      action: { label: 'Use “Mine”' },
    })
    state().toasts[0]?.action?.run()
    await vi.waitFor(() => expect(state().sessions[one.id]?.title).toBe('Mine'))
    expect(askedFor('sessions.rename')[1]).toMatchObject({ title: 'Mine', version: 7 })
  })

  it('is renamed without a question where only something else of it was changed', async () => {
    const { state, askedFor } = renameTwice({ ...one, pinned: true, version: 2 })
    await state().renameSession(one.id, 'Mine')
    await vi.waitFor(() => expect(askedFor('sessions.rename')).toHaveLength(2))
    await vi.waitFor(() => expect(state().sessions[one.id]?.title).toBe('Mine'))
    expect(state().toasts).toEqual([])
  })
})
