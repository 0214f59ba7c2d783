import type { Grammar, ReadLine } from './grammar'

/** A program that may be run, where its file may be, and what it may be told. */
export interface Program {
  readonly name: string
  /** For people. */
  readonly does: string
  /** Absolute; the first one that is there is used, and nothing else, whatever the PATH of anybody says. */
  readonly files: readonly string[]
  /** By its first word; `''` where it has no such words. */
  readonly grammars: Readonly<Record<string, Grammar>>
  /** What the program gets, in place of what was typed. `word`: the first word that chose the grammar. */
  readonly arrange: (read: ReadLine, word: string) => string[]
  /** It reads a repository's own settings, which are looked at first. */
  readonly isGit?: boolean
}

/** Flags, then `--`, then what was first, then paths. */
export function plainly({ flags, first, operands }: ReadLine): string[] {
  return [...flagsOf(flags), '--', ...(first === null ? [] : [first]), ...operands]
}

/** `--name=value` in one word, everything else in words of their own. */
export function flagsOf(flags: ReadLine['flags']): string[] {
  return flags.flatMap(({ flag, value }) => {
    if (value === null) return [flag]
    return flag.startsWith('--') ? [`${flag}=${value}`] : [flag, value]
  })
}
