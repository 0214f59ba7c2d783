import { describe, expect, it } from 'vitest'
import {
  completedOf,
  missingOf,
  NO_PROGRESS,
  totalOf,
  withLine,
} from '@main/core/models/pull-progress'
import type { PullProgress } from '@main/core/models/pull-progress'
import type { PullLine } from '@main/core/models/model-host'

const line = (digest: string, total: number, completed?: number): PullLine => ({
  status: `pulling ${digest}`,
  digest,
  total,
  completed,
})
const VERIFYING: PullLine = { status: 'verifying sha256 digest' }

function foldAll(lines: readonly PullLine[], before = NO_PROGRESS): readonly PullProgress[] {
  const steps: PullProgress[] = [before]
  for (const each of lines) steps.push(withLine(steps.at(-1) ?? before, each).progress)
  return steps
}

/** A generator with a seed, so that what fails once fails again. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

/** Layers in any order, bytes that go back, totals that are left out or change, nonsense in between. */
function wildLines(random: () => number): readonly PullLine[] {
  const layers = Array.from({ length: 1 + Math.floor(random() * 4) }, (_, index) => ({
    digest: `sha256:${index}`,
    total: Math.floor(random() * 5e9),
  }))
  return Array.from({ length: 80 }, () => {
    const layer = layers[Math.floor(random() * layers.length)]
    const kind = random()
    if (!layer || kind < 0.05) return { status: 'pulling manifest' }
    if (kind < 0.08) return VERIFYING
    if (kind < 0.12) return line(layer.digest, 0)
    if (kind < 0.16) return line(layer.digest, layer.total)
    if (kind < 0.2) return line(layer.digest, layer.total * 2, layer.total * 3)
    if (kind < 0.22) return line(layer.digest, NaN, -1)
    return line(layer.digest, layer.total, Math.floor(random() * layer.total))
  })
}

describe('the progress of a pull', () => {
  it('never runs backwards, whatever lines come in whatever order', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const steps = foldAll(wildLines(randomOf(seed)))
      steps.slice(1).forEach((after, index) => {
        const before = steps[index] ?? NO_PROGRESS
        expect(after.fraction, `seed ${seed}`).toBeGreaterThanOrEqual(before.fraction)
        expect(after.fraction).toBeLessThan(1)
        expect(completedOf(after)).toBeGreaterThanOrEqual(completedOf(before))
        expect(totalOf(after)).toBeGreaterThanOrEqual(totalOf(before))
        before.layers.forEach((layer, at) => {
          expect(after.layers[at]?.digest).toBe(layer.digest)
          expect(after.layers[at]?.total).toBe(layer.total)
          expect(after.layers[at]?.completed).toBeGreaterThanOrEqual(layer.completed)
          expect(after.layers[at]?.completed).toBeLessThanOrEqual(layer.total)
        })
      })
    }
  })

  it('keeps its place when a file is fetched again from its beginning, and counts what comes then', () => {
    const half = foldAll([line('a', 100, 50)]).at(-1) ?? NO_PROGRESS
    const again = withLine(half, line('a', 100, 10))
    expect(again.progress.layers).toEqual([{ digest: 'a', total: 100, completed: 50 }])
    expect(missingOf(again.progress)).toBe(90)
    expect(withLine(again.progress, line('a', 100, 30)).arrived).toBe(20)
  })

  it('stands still, and does not fall, when another large file turns up', () => {
    const steps = foldAll([line('a', 100, 100), line('b', 100, 0), line('b', 100, 60)])
    expect(steps.map(({ fraction }) => fraction)).toEqual([0, 0.99, 0.99, 0.99])
    expect(missingOf(steps.at(-1) ?? NO_PROGRESS)).toBe(40)
  })

  it('is all there, but not over, once Ollama checks what came', () => {
    const last = foldAll([line('a', 100, 97), VERIFYING]).at(-1)
    expect(last).toMatchObject({
      phase: 'checking',
      fraction: 0.99,
      layers: [{ digest: 'a', total: 100, completed: 100 }],
    })
  })

  it('does not take what was there before for something that arrived', () => {
    expect(withLine(NO_PROGRESS, line('a', 100, 52)).arrived).toBe(0)
  })
})
