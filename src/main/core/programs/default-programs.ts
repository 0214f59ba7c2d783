import { win32 } from 'node:path'
import { gitProgram } from './git-program'
import type { Flag, Grammar } from './grammar'
import { flagsOf, plainly } from './program'
import type { Program } from './program'
import { SECRET_GLOBS } from './secret-names'

/** Folders that only the system's administrator can write to. */
const SYSTEM = ['/usr/bin', '/bin']
/** Windows has none of these itself; Git for Windows brings them along. */
const OF_GIT = 'C:\\Program Files\\Git'

type Names = [string, ...string[]]
const plain = (...names: Names): Flag => ({ names })
const on = (...letters: string[]): Flag[] => letters.map((letter) => plain(`-${letter}`))
const takes = (kind: NonNullable<Flag['takes']>, ...names: Names): Flag => ({ names, takes: kind })

const lines = (kind: 'number' | 'offset'): Grammar => ({
  flags: [takes(kind, '-n', '--lines'), takes(kind, '-c', '--bytes'), ...on('q', 'v')],
  ...{ operands: 'path', least: 1, count: '-n' },
})

const GREP: Grammar = {
  flags: [
    ...[plain('-i', '--ignore-case'), plain('-n', '--line-number'), plain('-r', '--recursive')],
    ...[plain('-v', '--invert-match'), plain('-l', '--files-with-matches'), plain('-c', '--count')],
    ...[plain('-w', '--word-regexp'), plain('-x', '--line-regexp'), plain('-h', '--no-filename')],
    ...[plain('-E', '--extended-regexp'), plain('-F', '--fixed-strings')],
    plain('-o', '--only-matching'),
    ...on('H', 's', 'L'),
    takes('number', '-A', '--after-context'),
    takes('number', '-B', '--before-context'),
    takes('number', '-C', '--context'),
    takes('number', '-m', '--max-count'),
    takes('text', '-e', '--regexp'),
    takes('text', '--include'),
  ],
  ...{ first: { kind: 'text', unless: '-e' }, operands: 'path', least: 1 },
}

const FIND: Grammar = {
  flags: [
    ...['-name', '-iname', '-path', '-ipath'].map((name) => takes('text', name)),
    takes(['f', 'd', 'l'], '-type'),
    takes('number', '-maxdepth'),
    takes('number', '-mindepth'),
    takes('size', '-size'),
    takes('amount', '-mtime'),
    takes('amount', '-mmin'),
    takes('path', '-newer'),
    ...['-empty', '-not', '-o', '-a', '-print', '(', ')', '!'].map((name) => plain(name)),
  ],
  ...{ operands: 'path', otherwise: '.' },
}

/** Ours come last: of several that fit a name, the last one wins. */
const LEAVE_OUT_SECRETS = SECRET_GLOBS.flatMap((glob) => [
  `--exclude=${glob}`,
  `--exclude-dir=${glob}`,
])

const unix = (
  name: string,
  does: string,
  grammar: Grammar,
  arrange: Program['arrange'] = plainly,
): Program => ({
  ...{ name, does, arrange, grammars: { '': grammar } },
  files: [
    ...SYSTEM.map((folder) => `${folder}/${name}`),
    win32.join(OF_GIT, 'usr', 'bin', `${name}.exe`),
  ],
})

/** What is there without anybody adding it: all of it only reads. */
export const DEFAULT_PROGRAMS: readonly Program[] = [
  unix('ls', 'Lists files.', {
    flags: on(...['l', 'a', 'A', 'h', 't', 'r', 'S', '1', 'R', 'd', 'F', 'i', 's', 'g', 'n', 'p']),
    ...{ operands: 'path', otherwise: '.' },
  }),
  unix('cat', 'Shows files.', { flags: on('n', 'b', 's'), operands: 'path', least: 1 }),
  unix('head', 'Shows the beginning of files.', lines('number')),
  unix('tail', 'Shows the end of files.', lines('offset')),
  unix('wc', 'Counts lines, words and bytes.', {
    flags: [
      ...[plain('-l', '--lines'), plain('-w', '--words'), plain('-c', '--bytes')],
      plain('-m', '--chars'),
    ],
    ...{ operands: 'path', least: 1 },
  }),
  unix('grep', 'Finds text in files.', GREP, ({ flags, first, operands }) => [
    ...flagsOf(flags),
    ...LEAVE_OUT_SECRETS,
    // One that begins with a dash is a pattern all the same.
    ...(first === null ? [] : ['-e', first]),
    ...['--', ...operands],
  ]),
  unix('find', 'Finds files by name, kind, size and age; without actions.', FIND, (read) => [
    ...read.operands,
    ...read.flags.flatMap(({ flag, value }) => (value === null ? [flag] : [flag, value])),
  ]),
  gitProgram([
    ...['/usr/bin/git', '/bin/git', '/usr/local/bin/git', '/opt/homebrew/bin/git'],
    win32.join(OF_GIT, 'cmd', 'git.exe'),
  ]),
  unix('df', 'Shows how full the disks are.', { flags: on('h', 'k', 'i', 'T'), operands: 'path' }),
  unix(
    'uptime',
    'Shows how long the machine has been on.',
    {
      flags: on('p', 's'),
      operands: null,
    },
    ({ flags }) => flagsOf(flags),
  ),
]
