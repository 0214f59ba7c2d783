import { environmentFor } from './program-environment'
import { isForbidden } from './forbidden-programs'
import { requireTameRepository } from './git-repository'
import { readRevision } from './git-revision'
import type { Grammar } from './grammar'
import { PathGuard } from './path-guard'
import type { Disk } from './path-guard'
import type { Program } from './program'
import { readWords } from './read-words'
import { RefusedCommand } from './refused-command'
import { splitLine } from './split-line'

/** What is run: no shell, these words, this folder, and nothing else in the environment. */
export interface PlannedRun {
  /** Absolute. */
  readonly file: string
  readonly args: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** The same for every line that comes to the same run, and for no other one. */
  readonly key: string
  /** What of the rules let it through, as: `git log`. */
  readonly rule: string
}

/** A program with the file it was found in, every link of that followed; null where it is not on this machine. */
export interface InstalledProgram {
  readonly program: Program
  readonly file: string | null
}

export interface Place {
  /** With every link followed. */
  readonly folder: string
  /** Those that may be run there, by name. */
  readonly programs: readonly InstalledProgram[]
}

/** What a typed line comes to, if it may be run at all. Looks at the disk, and runs nothing. Throws `RefusedCommand`. */
export async function checkCommand(line: string, place: Place, disk: Disk): Promise<PlannedRun> {
  const { folder } = place
  const [name, ...words] = splitLine(line, disk.platform)
  const { program, file } = findProgram(name, place)
  const { word, grammar, rest } = grammarFor(program, words)
  const paths = new PathGuard(disk, folder)
  const reader = { path: (typed: string) => paths.resolve(typed), revision: readRevision }
  const read = await readWords(rest, grammar, reader)
  if (program.isGit) await requireTameRepository(disk, folder)
  const args = program.arrange(read, word)
  const rule = word === '' ? program.name : `${program.name} ${word}`
  const env = environmentFor(folder, disk.platform)
  return { file, args, folder, env, rule, key: JSON.stringify([folder, file, args]) }
}

function findProgram(name: string | undefined, { programs }: Place) {
  if (name === undefined || name === '')
    throw new RefusedCommand('unknown-program', 'There is no command. Write one, as: ls -l')
  const found = programs.find(({ program }) => program.name === name)
  if (!found)
    throw new RefusedCommand(
      isForbidden(name) ? 'interpreter' : 'unknown-program',
      `There is no such program here. There are: ${programs.map(({ program }) => program.name).join(', ')}.`,
    )
  const { program, file } = found
  if (file === null)
    throw new RefusedCommand('not-installed', `${name} was not found on this machine.`)
  if (isForbidden(file))
    throw new RefusedCommand('interpreter', 'Programs that run others are never run.')
  return { program, file }
}

function grammarFor(
  { grammars, name }: Program,
  words: readonly string[],
): { readonly word: string; readonly grammar: Grammar; readonly rest: readonly string[] } {
  const whole = grammars['']
  if (whole) return { word: '', grammar: whole, rest: words }
  const [word = '', ...rest] = words
  const grammar = Object.hasOwn(grammars, word) ? grammars[word] : undefined
  if (grammar) return { word, grammar, rest }
  throw new RefusedCommand(
    'unknown-flag',
    `Of ${name} there are only: ${Object.keys(grammars).join(', ')}.`,
  )
}
