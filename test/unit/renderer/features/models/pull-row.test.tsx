import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { PullRow } from '@renderer/features/models/pull-row'
import { createAppStore } from '@renderer/store/app-store'
import { withOverview } from '@renderer/store/fold-overview'
import { AppStoreProvider } from '@renderer/store/use-app'
import type { Role } from '@shared/model/access'
import type { Pull } from '@shared/model/model'
import { NOW, buildOverview, buildPull } from '../../support/builders'
import { ScriptedApi } from '../../support/scripted-api'

afterEach(cleanup)

function show(changes: Partial<Pull> = {}, role: Role = 'owner') {
  const store = createAppStore(new ScriptedApi())
  store.setState((state) => withOverview(state, buildOverview({ role, now: NOW }), NOW))
  render(
    <AppStoreProvider value={store}>
      <ul>
        <PullRow pull={buildPull(changes)} />
      </ul>
    </AppStoreProvider>,
  )
  return screen.getAllByRole('listitem')[0] ?? document.body
}

describe('a pull', () => {
  it('tells how far, how much, how fast and how long', () => {
    const row = show()
    for (const words of ['25 %', '1 GB of 4 GB', '41 MB/s', '1 min 14 s left'])
      expect(row.textContent).toContain(words)
    expect(screen.getByRole('progressbar').getAttribute('value')).toBe('0.25')
  })

  it('leaves the percentage out while the bar waits for a file that turned up late', () => {
    const row = show({ fraction: 0.95, completed: 3e9, total: 4e9 })
    expect(row.textContent).not.toContain('%')
    expect(row.textContent).toContain('3 GB of 4 GB')
  })

  it('is shown as under way, without a number, until something is known', () => {
    const row = show({ phase: 'manifest', fraction: 0, completed: 0, total: 0, layers: [] })
    expect(screen.getByRole('progressbar').hasAttribute('value')).toBe(false)
    expect(row.textContent).not.toContain('%')
  })

  it('says since when nothing comes, and what to do', () => {
    const row = show({ stalledSince: Date.now() - 12_000, bytesPerSecond: 0, secondsLeft: null })
    expect(row.textContent).toMatch(/Nothing has come for 1\d s/)
    expect(row.textContent).toContain('continue later')
  })

  it('can be continued after it was cancelled, and tried again after it failed', () => {
    expect(show({ state: 'cancelled' }).textContent).toContain('Cancelled at 1 GB of 4 GB')
    expect(screen.getByText('Continue')).not.toBeNull()
    cleanup()
    show({ state: 'failed', error: { code: 'conflict', message: 'The disk is full.' } })
    expect(screen.getByRole('alert').textContent).toBe('The disk is full.')
    expect(screen.getByText('Try again')).not.toBeNull()
  })

  it('shows each file where there are several', () => {
    show({
      layers: [
        { digest: 'sha256:aaaaaaaaaaaa', total: 3e9, completed: 3e9 },
        { digest: 'sha256:bbbbbbbbbbbb', total: 1e9, completed: 0 },
      ],
    })
    expect(screen.getByText('2 files')).not.toBeNull()
    expect(screen.getByText('3 GB of 3 GB')).not.toBeNull()
  })

  it('can be seen, but not touched, by somebody who does not own the controller', () => {
    show({}, 'member')
    expect(screen.queryAllByRole('button')).toEqual([])
  })
})
