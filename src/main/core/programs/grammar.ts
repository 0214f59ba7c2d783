/** What an argument may be. `offset` may begin with `+`, `amount` with `+` or `-`, as `find` has it. */
export type ArgumentKind = 'path' | 'number' | 'offset' | 'amount' | 'size' | 'text' | 'revision'

export interface Flag {
  /** How it may be typed. The program gets the first one. */
  readonly names: readonly [string, ...string[]]
  /** Of its value, or the values there are; left out where it takes none. */
  readonly takes?: ArgumentKind | readonly string[]
}

/** All that may follow the name of a program. What is not in here is refused. */
export interface Grammar {
  readonly flags: readonly Flag[]
  /** What stands first among the operands, unless this flag was given. */
  readonly first?: { readonly kind: ArgumentKind; readonly unless: string }
  /** The operands before `--`; null for none. */
  readonly operands: ArgumentKind | null
  /** Those after `--`, where they are of another kind. */
  readonly afterDashes?: ArgumentKind
  /** How many operands of the kind `operands` there have to be. Left out: none. */
  readonly least?: number
  /** The flag that `-5` stands for. */
  readonly count?: string
  /** What a word is where it is missing, as `.`. */
  readonly otherwise?: string
}

/** A command line, read by a grammar. Paths are resolved. */
export interface ReadLine {
  /** In the order in which they were typed. */
  readonly flags: readonly { readonly flag: string; readonly value: string | null }[]
  readonly first: string | null
  readonly operands: readonly string[]
  readonly afterDashes: readonly string[]
}
