import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commandHarness } from '@test/support/programs/command-harness'
import type { CommandHarness } from '@test/support/programs/command-harness'
import { CANARY, makeWorkFolder } from '@test/support/programs/work-folder'
import type { WorkFolder } from '@test/support/programs/work-folder'

const LOOKS = [
  ...['git status', 'git status --ignored', 'git diff', 'git diff --cached', 'git diff HEAD~1'],
  ...[
    'git log',
    'git log -p --all',
    'git show',
    'git show HEAD~1 --stat',
    'git show HEAD:README.md',
  ],
]

let work: WorkFolder
let harness: CommandHarness
let trap: string
beforeEach(async () => {
  work = makeWorkFolder()
  harness = await commandHarness(work.folder)
  trap = join(work.outside, 'trap.sh')
  // Whatever runs it, it leaves something behind.
  writeFileSync(trap, `#!/bin/sh\n/usr/bin/touch ${join(work.outside, 'canary-file')}\n`)
  chmodSync(trap, 0o755)
})
afterEach(() => work.remove())

const wasRun = () => existsSync(join(work.outside, 'canary-file'))
const settings = (text: string) => {
  appendFileSync(join(work.folder, '.git/config'), `\n${text}\n`)
}
async function lookEverywhere(): Promise<void> {
  for (const line of LOOKS) {
    const { runs, result } = await harness.call(line)
    expect(runs, line).toHaveLength(1)
    expect(result).not.toContain(CANARY)
  }
}

describe('a repository whose own settings name a program', () => {
  it.each([
    ['fsmonitor', '[core]\nfsmonitor = TRAP'],
    ['hooks elsewhere', '[core]\nhooksPath = OUTSIDE'],
    [
      'a pager',
      '[core]\npager = TRAP\n[pager]\nlog = TRAP\nstatus = TRAP\ndiff = TRAP\nshow = TRAP',
    ],
    ['an external diff', '[diff]\nexternal = TRAP'],
    [
      'an editor and ssh',
      '[core]\neditor = TRAP\nsshCommand = TRAP\naskPass = TRAP\ngitProxy = TRAP',
    ],
    ['signatures', '[log]\nshowSignature = true\n[gpg]\nprogram = TRAP'],
    ['aliases', '[alias]\nstatus = !TRAP\nlog = !TRAP\ndiff = !TRAP\nshow = !TRAP'],
    [
      'a missing promisor',
      '[remote "x"]\nurl = ext::TRAP\npromisor = true\n[extensions]\npartialClone = x',
    ],
  ])('(%s) is looked at, and the program does not run', async (_name, text) => {
    settings(text.replaceAll('TRAP', trap).replaceAll('OUTSIDE', work.outside))
    await lookEverywhere()
    expect(wasRun()).toBe(false)
  })

  it('(a driver for diff and textconv of its own attributes) is looked at without it', async () => {
    settings(`[diff "trap"]\ncommand = ${trap}\ntextconv = ${trap}`)
    writeFileSync(join(work.folder, '.gitattributes'), '* diff=trap\n')
    await lookEverywhere()
    expect(wasRun()).toBe(false)
  })

  it('(hooks of its own) is looked at without them', async () => {
    for (const hook of [
      'post-index-change',
      'pre-commit',
      'post-checkout',
      'reference-transaction',
    ]) {
      const path = join(work.folder, '.git/hooks', hook)
      mkdirSync(join(work.folder, '.git/hooks'), { recursive: true })
      writeFileSync(path, `#!/bin/sh\n${trap}\n`)
      chmodSync(path, 0o755)
    }
    await lookEverywhere()
    expect(wasRun()).toBe(false)
  })

  it.each([
    ['a filter', '[filter "trap"]\nclean = TRAP\nprocess = TRAP'],
    ['a filter, oddly written', '[core]bare=false\n[FILTER  "trap"]clean=TRAP'],
    ['a filter behind another', '[core][filter "trap"]\nclean = TRAP'],
    ['an include', '[include]\npath = TRAP'],
    ['a conditional include', '[includeIf "gitdir:/"]\npath = TRAP'],
  ])('(%s) is refused, as git cannot be kept from it', async (_name, text) => {
    settings(text.replaceAll('TRAP', trap))
    writeFileSync(join(work.folder, '.gitattributes'), '* filter=trap\n')
    for (const line of LOOKS) {
      const { runs, row } = await harness.call(line)
      expect(runs).toEqual([])
      expect(row.details.rule).toBe('git-settings')
    }
    expect(wasRun()).toBe(false)
  })

  it('would run it, were git called as people call it', () => {
    settings(`[core]\nfsmonitor = ${trap}`)
    work.git('status')
    expect(wasRun()).toBe(true)
  })
})

describe('a repository that leads elsewhere', () => {
  const refused = async (rule: string) => {
    for (const line of LOOKS) {
      const { runs, row } = await harness.call(line)
      expect(runs).toEqual([])
      expect(row.details.rule).toBe(rule)
    }
  }

  it('by a link is refused', async () => {
    renameSync(join(work.folder, '.git'), join(work.outside, 'repository'))
    symlinkSync(join(work.outside, 'repository'), join(work.folder, '.git'))
    await refused('git-repository')
  })

  it('by a file is refused', async () => {
    renameSync(join(work.folder, '.git'), join(work.outside, 'repository'))
    writeFileSync(join(work.folder, '.git'), `gitdir: ${work.outside}/repository\n`)
    await refused('git-repository')
  })

  it('by its place above the folder is refused', async () => {
    harness = await commandHarness(join(work.folder, 'src'))
    await refused('git-repository')
  })

  it('by its settings does not', async () => {
    settings(`[core]\nworktree = ${work.outside}`)
    const { result } = await harness.call('git status --short')
    expect(result).toContain('M src/main.ts')
    expect(result).not.toContain('secret.txt')
  })

  it('is refused where there is none', async () => {
    rmSync(join(work.folder, '.git'), { recursive: true })
    await refused('git-repository')
  })
})
