import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { whole } from './random.ts'

const GUIDE = fileURLToPath(new URL('../../docs/user-guide/', import.meta.url))
const VOCABULARY = 30_000
const SYLLABLES = 'ba co di fe gu ha jo ki lem mar nor pe qui ros sta tri ul ven wex yor zan'.split(
  ' ',
)
/** One message in so many has some of these: what is not plain English has indexes and paths of its own. */
const SPECIAL_ONE_IN = 25
const SPECIAL = [
  'the café in Zürich was closed',
  '天気がとても良いです',
  '数据库迁移失败了',
  '한국어 문서를 찾아 주세요',
  '```js\nconst total = items.length\n```',
  'naïve façade coöperate',
]

/**
 * Text with words as unevenly used as in real talk: the words of the user guide come first, in the order of how often
 * they stand there, then made-up ones; the rank of a word is drawn by Zipf's law.
 */
export class Speech {
  readonly #words: readonly string[]
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
    this.#words = vocabulary(random)
  }

  text(leastWords: number, mostWords: number): string {
    const words = Array.from({ length: whole(this.#random, leastWords, mostWords) }, () =>
      this.word(),
    )
    if (whole(this.#random, 1, SPECIAL_ONE_IN) === 1)
      words.push(SPECIAL[whole(this.#random, 0, SPECIAL.length - 1)] ?? '')
    return words.join(' ')
  }

  /** `lift` from 0 (as in talk) to nearly 1: leaves the most frequent words out, as people do who search. */
  word(lift = 0): string {
    const rank = Math.floor(this.#words.length ** (lift + this.#random() * (1 - lift)))
    return this.#words[Math.min(rank, this.#words.length) - 1] ?? 'the'
  }
}

function vocabulary(random: () => number): readonly string[] {
  const counts = new Map<string, number>()
  for (const page of readdirSync(GUIDE)) {
    const text = readFileSync(`${GUIDE}${page}`, 'utf8').toLowerCase()
    for (const word of text.match(/[a-z]{2,}/g) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const words = new Set([...counts].sort((a, b) => b[1] - a[1]).map(([word]) => word))
  while (words.size < VOCABULARY) {
    const syllables = Array.from(
      { length: whole(random, 2, 4) },
      () => SYLLABLES[whole(random, 0, SYLLABLES.length - 1)] ?? '',
    )
    words.add(syllables.join(''))
  }
  return [...words]
}
