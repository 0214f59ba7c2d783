import type { Flag, Grammar, ReadLine } from './grammar'
import { flagsOf } from './program'
import type { Program } from './program'
import { SECRET_PATHSPECS } from './secret-names'

/**
 * Before every git command: nothing of a repository's own settings may start a program, ask the network or read a file
 * elsewhere. What these cannot undo (`filter`, `include`) is refused beforehand, see `requireTameRepository`.
 */
const ALWAYS = [
  '--no-pager',
  '--no-optional-locks',
  ...Object.entries({
    'core.fsmonitor': 'false',
    'core.hooksPath': '/dev/null',
    'core.attributesFile': '/dev/null',
    'core.excludesFile': '/dev/null',
    'core.sshCommand': 'false',
    'core.pager': 'cat',
    'diff.external': '',
    'diff.orderFile': '/dev/null',
    'diff.ignoreSubmodules': 'all',
    'log.showSignature': 'false',
    'mailmap.file': '/dev/null',
    'mailmap.blob': '',
    'format.pretty': 'medium',
    'protocol.allow': 'never',
    'submodule.recurse': 'false',
    'status.submoduleSummary': 'false',
    'color.ui': 'false',
    'gc.auto': '0',
  }).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
]

/** On every command that shows differences. */
const QUIETLY = ['--no-ext-diff', '--no-textconv', '--ignore-submodules=all', '--submodule=short']

const plain = (...names: [string, ...string[]]): Flag => ({ names })
const SHOWN: Flag[] = [
  ...[plain('-p', '--patch'), plain('--stat'), plain('--shortstat'), plain('--numstat')],
  ...[plain('--name-only'), plain('--name-status'), plain('-w', '--ignore-all-space')],
  { names: ['--unified', '-U'], takes: 'number' },
]
const LOOK: Flag[] = [
  plain('--oneline'),
  { names: ['--format', '--pretty'], takes: ['oneline', 'short', 'medium', 'full', 'fuller'] },
  { names: ['--date'], takes: ['iso', 'short', 'relative', 'local', 'rfc', 'unix'] },
  plain('-s', '--no-patch'),
]
const showing = (...flags: Flag[]): Grammar => ({
  ...{ flags: [...SHOWN, ...flags], operands: 'revision', afterDashes: 'path' },
})

const GRAMMARS: Readonly<Record<string, Grammar>> = {
  status: {
    flags: [
      ...[
        plain('-s', '--short'),
        plain('-b', '--branch'),
        plain('--porcelain'),
        plain('--ignored'),
      ],
      { names: ['--untracked-files'], takes: ['no', 'normal', 'all'] },
    ],
    ...{ operands: null, afterDashes: 'path' },
  },
  log: {
    ...showing(
      ...LOOK,
      { names: ['--max-count', '-n'], takes: 'number' },
      ...['--since', '--after', '--until', '--before', '--author', '--grep'].map((name): Flag => ({
        names: [name],
        takes: 'text',
      })),
      ...[plain('-i'), plain('--all'), plain('--graph'), plain('--decorate'), plain('--reverse')],
      ...[plain('--no-merges'), plain('--merges'), plain('--first-parent')],
    ),
    count: '--max-count',
  },
  diff: showing(plain('--cached', '--staged')),
  show: showing(...LOOK),
}

/** Git, for looking only. */
export function gitProgram(files: readonly string[]): Program {
  return {
    ...{ name: 'git', does: 'Shows the state and the history of a repository.', files },
    ...{ grammars: GRAMMARS, arrange, isGit: true },
  }
}

function arrange({ flags, operands, afterDashes }: ReadLine, command: string): string[] {
  // Typed paths are taken as they are, whatever signs are in them; a secret is left out wherever it is.
  const paths = afterDashes.length === 0 ? ['.'] : afterDashes
  const where = [...paths.map((path) => `:(literal)${path}`), ...SECRET_PATHSPECS]
  const quietly = command === 'status' ? ['--ignore-submodules=all'] : QUIETLY
  return [...ALWAYS, command, ...quietly, ...flagsOf(flags), ...operands, '--', ...where]
}
