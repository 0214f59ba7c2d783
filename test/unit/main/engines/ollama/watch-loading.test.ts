import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ASK_AFTER_MS, watchLoading } from '@main/engines/ollama/watch-loading'
import type { Listing } from '@main/engines/ollama/watch-loading'

const FOREVER = new Promise<never>(() => undefined)

function answers(...listings: readonly Listing[]) {
  const left = [...listings]
  return vi.fn(async () => left.shift())
}

describe('watchLoading', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  it('asks nothing where the reply begins at once', async () => {
    const ask = answers(null)
    expect(await watchLoading(Promise.resolve('text'), ask)).toBe(false)
    expect(ask).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('calls it loading where Ollama does not list the model', async () => {
    const watching = watchLoading(FOREVER, answers(null))
    await vi.advanceTimersByTimeAsync(ASK_AFTER_MS)
    expect(await watching).toBe(true)
  })

  it('calls it loading where the time it would be freed at moves on', async () => {
    const watching = watchLoading(FOREVER, answers('10:00:01', '10:00:02'))
    await vi.advanceTimersByTimeAsync(2 * ASK_AFTER_MS)
    expect(await watching).toBe(true)
  })

  it('calls it no loading where that time stands still', async () => {
    const watching = watchLoading(FOREVER, answers('10:00:01', '10:00:01'))
    await vi.advanceTimersByTimeAsync(2 * ASK_AFTER_MS)
    expect(await watching).toBe(false)
  })

  it('claims nothing where Ollama does not say', async () => {
    const watching = watchLoading(FOREVER, answers(undefined))
    await vi.advanceTimersByTimeAsync(ASK_AFTER_MS)
    expect(await watching).toBe(false)
  })

  it('does not hold up text that comes while it asks', async () => {
    let begin: (text: string) => void = () => undefined
    const first = new Promise<string>((resolve) => (begin = resolve))
    const watching = watchLoading(first, () => FOREVER)
    await vi.advanceTimersByTimeAsync(ASK_AFTER_MS)
    begin('text')
    expect(await watching).toBe(false)
  })

  it('ends where the reply fails before it begins', async () => {
    const failed = Promise.reject(new Error('refused'))
    expect(await watchLoading(failed, answers(null))).toBe(false)
  })
})
