import type { ArgumentKind, Flag, Grammar, ReadLine } from './grammar'
import { RefusedCommand } from './refused-command'
import { sortWords } from './sort-words'
import type { Sorted } from './sort-words'

const SHAPES: Readonly<Record<'number' | 'offset' | 'amount' | 'size', RegExp>> = {
  number: /^\d{1,9}$/,
  offset: /^\+?\d{1,9}$/,
  amount: /^[+-]?\d{1,9}$/,
  size: /^[+-]?\d{1,9}[bcwkMG]?$/,
}
const MAX_TEXT = 1_000

/** What makes of a typed argument what the program gets. Throws `RefusedCommand`. */
export interface ArgumentReader {
  path(typed: string): Promise<string>
  revision(typed: string): string
}

/**
 * Reads words by a grammar. Nothing is passed on as it was typed: flags become those of the grammar, by their full names
 * only, and values are checked. Throws `RefusedCommand`.
 */
export async function readWords(
  words: readonly string[],
  grammar: Grammar,
  reader: ArgumentReader,
): Promise<ReadLine> {
  const sorted = sortWords(words, grammar)
  const flags: { flag: string; value: string | null }[] = []
  for (const { flag, value } of sorted.flags)
    flags.push({ flag: flag.names[0], value: await readValue(flag, value, reader) })
  const { first, operands, afterDashes } = divide(sorted, grammar, flags)
  return {
    flags,
    first: first && (await readAs(first.kind, first.word, reader)),
    operands: await readAll(grammar.operands, operands, reader),
    afterDashes: await readAll(grammar.afterDashes ?? null, afterDashes, reader),
  }
}

/** Which of the words that are no flags is what. */
function divide(
  sorted: Sorted,
  grammar: Grammar,
  flags: ReadLine['flags'],
): Pick<ReadLine, 'operands' | 'afterDashes'> & {
  readonly first: { readonly kind: ArgumentKind; readonly word: string } | null
} {
  const operands = [...sorted.operands]
  const afterDashes = [...sorted.afterDashes]
  if (!grammar.afterDashes) operands.push(...afterDashes.splice(0))
  const first = takeFirst(operands, grammar, flags)
  if (operands.length === 0 && grammar.otherwise !== undefined) operands.push(grammar.otherwise)
  if (operands.length < (grammar.least ?? 0)) throw tooFew()
  return { first, operands, afterDashes }
}

function takeFirst(operands: string[], { first }: Grammar, flags: ReadLine['flags']) {
  if (!first || flags.some(({ flag }) => flag === first.unless)) return null
  const word = operands.shift()
  if (word === undefined) throw tooFew()
  return { kind: first.kind, word }
}

async function readAll(
  kind: ArgumentKind | null,
  words: readonly string[],
  reader: ArgumentReader,
): Promise<string[]> {
  if (kind === null && words.length > 0)
    throw new RefusedCommand('operands', 'It takes flags only, and there is more.')
  const read: string[] = []
  for (const word of words) if (kind !== null) read.push(await readAs(kind, word, reader))
  return read
}

async function readValue(
  flag: Flag,
  value: string | null,
  reader: ArgumentReader,
): Promise<string | null> {
  const { takes, names } = flag
  if (takes === undefined || value === null) return null
  if (typeof takes === 'string') return readAs(takes, value, reader, names[0])
  if (takes.includes(value)) return value
  throw new RefusedCommand('flag-value', `${names[0]} takes one of: ${takes.join(', ')}.`)
}

async function readAs(
  kind: ArgumentKind,
  word: string,
  reader: ArgumentReader,
  flag = 'This',
): Promise<string> {
  if (kind === 'path') return reader.path(word)
  if (kind === 'revision') return reader.revision(word)
  if (kind === 'text') {
    if (word.length <= MAX_TEXT) return word
    throw new RefusedCommand('flag-value', `${flag} takes at most ${MAX_TEXT} characters.`)
  }
  if (SHAPES[kind].test(word)) return word
  throw new RefusedCommand('flag-value', `${flag} takes a number there.`)
}

function tooFew(): RefusedCommand {
  return new RefusedCommand('operands', 'Something is missing: a path, or what to look for.')
}
