import { createRandom, whole } from './random.ts'
import { Speech } from './speech.ts'

/** Two hundred searches as people type them, the same in every run: mostly a word or two, some of everything else. */
export function createQueries(count: number): readonly string[] {
  const random = createRandom(7)
  // The same seed as the file's, so the made-up words are the same ones.
  const speech = new Speech(createRandom(FILE_SEED))
  const seldom = (): string => speech.word(0.55)
  const often = (): string => speech.word(0.2)
  const kinds: readonly (() => string)[] = [
    seldom,
    often,
    () => `${often()} ${seldom()}`,
    () => `${seldom()} ${seldom()}`,
    () => `${often()} ${often()} ${often()}`,
    () => seldom().slice(0, 4),
    () => `"${often()} ${often()}"`,
    () => `${often()} -${often()}`,
    () => `from:me ${often()}`,
    () =>
      ['cafe', 'zurich', '天気', '数据库', '한국어', 'naive', 'façade', 'const total'][
        whole(random, 0, 7)
      ] ?? 'cafe',
  ]
  return Array.from({ length: count }, (_, index) => kinds[index % kinds.length]?.() ?? 'the')
}

export const FILE_SEED = 42
