import type { Flag, Grammar } from './grammar'
import { RefusedCommand } from './refused-command'

export interface Sorted {
  readonly flags: { readonly flag: Flag; readonly value: string | null }[]
  readonly operands: string[]
  readonly afterDashes: string[]
}

/** Tells flags from operands. Only whole names of flags that the grammar has; several letters may share one `-`. */
export function sortWords(words: readonly string[], grammar: Grammar): Sorted {
  const sorted: Sorted = { flags: [], operands: [], afterDashes: [] }
  const left = [...words]
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (word === '--') {
      sorted.afterDashes.push(...left.splice(0))
    } else if (find(grammar, word)) {
      takeWhole(grammar, word, left, sorted)
    } else if (word.startsWith('--')) {
      takeLong(grammar, word, sorted)
    } else if (word.startsWith('-') && word !== '-') {
      takeShort(grammar, word, left, sorted)
    } else {
      sorted.operands.push(word)
    }
  }
  return sorted
}

/** `--max-count 5`, `-n 5`, `-type f`. */
function takeWhole(grammar: Grammar, word: string, left: string[], { flags }: Sorted): void {
  const flag = find(grammar, word)
  if (!flag) throw unknown(word)
  flags.push({ flag, value: flag.takes === undefined ? null : nextOf(left, word) })
}

/** `--max-count=5`. */
function takeLong(grammar: Grammar, word: string, { flags }: Sorted): void {
  const [name = '', ...rest] = word.split('=')
  const flag = find(grammar, name)
  if (!flag) throw unknown(name)
  if (flag.takes === undefined || rest.length === 0)
    throw new RefusedCommand('flag-value', `${name} takes no value.`)
  flags.push({ flag, value: rest.join('=') })
}

/** `-la`, `-n5`, `-5`. */
function takeShort(grammar: Grammar, word: string, left: string[], { flags }: Sorted): void {
  const count = grammar.count === undefined ? undefined : find(grammar, grammar.count)
  if (count && /^-\d+$/.test(word)) {
    flags.push({ flag: count, value: word.slice(1) })
    return
  }
  for (let at = 1; at < word.length; at++) {
    const letter = `-${word.charAt(at)}`
    const flag = find(grammar, letter)
    if (!flag) throw unknown(word.length === 2 ? word : `${letter} (in ${word})`)
    if (flag.takes !== undefined) {
      const rest = word.slice(at + 1)
      flags.push({ flag, value: rest === '' ? nextOf(left, letter) : rest })
      return
    }
    flags.push({ flag, value: null })
  }
}

function find(grammar: Grammar, name: string): Flag | undefined {
  return grammar.flags.find(({ names }) => names.includes(name))
}

function nextOf(left: string[], flag: string): string {
  const value = left.shift()
  if (value === undefined) throw new RefusedCommand('flag-value', `${flag} takes a value.`)
  return value
}

function unknown(flag: string): RefusedCommand {
  return new RefusedCommand(
    'unknown-flag',
    `${flag.slice(0, 60)} is not among the flags that are allowed here.`,
  )
}
