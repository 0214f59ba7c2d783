import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { quitGracefully } from '@main/shell/quit-gracefully'
import type { QuittingApp } from '@main/shell/quit-gracefully'
import { recordingLog } from '@test/support/recording-log'

class FakeApp extends EventEmitter implements QuittingApp {
  readonly exits: number[] = []

  exit(code: number): void {
    this.exits.push(code)
  }

  quit(): void {
    this.askToQuit()
  }

  /** Answers whether the application would have ended at once. */
  askToQuit(): boolean {
    let prevented = false
    this.emit('before-quit', { preventDefault: () => (prevented = true) })
    return !prevented
  }
}

describe('quitGracefully', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('waits until everything is closed, and closes it once however often it is asked', async () => {
    const app = new FakeApp()
    const close = vi.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 1_000)))
    quitGracefully(app, { close, log: recordingLog().log })

    expect([app.askToQuit(), app.askToQuit()]).toEqual([false, false])
    await vi.advanceTimersByTimeAsync(999)
    expect(app.exits).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(app.exits).toEqual([0])
    expect(close).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(app.exits).toEqual([0])
  })

  it('does not wait for ever for what hangs', async () => {
    const app = new FakeApp()
    quitGracefully(app, { close: () => new Promise(() => {}), log: recordingLog().log })
    app.askToQuit()
    await vi.advanceTimersByTimeAsync(8_000)
    expect(app.exits).toEqual([0])
  })

  it('ends also where closing fails', async () => {
    const app = new FakeApp()
    quitGracefully(app, {
      close: () => Promise.reject(new Error('disk gone')),
      log: recordingLog().log,
    })
    app.askToQuit()
    await vi.advanceTimersByTimeAsync(0)
    expect(app.exits).toEqual([0])
  })
})
