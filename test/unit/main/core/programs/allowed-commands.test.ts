import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkCommand } from '@main/core/programs/command-check'
import type { InstalledProgram } from '@main/core/programs/command-check'
import { DEFAULT_PROGRAMS } from '@main/core/programs/default-programs'
import { nodeDisk } from '@main/programs/node-disk'
import { runProcess } from '@main/programs/process-runner'
import { CANARY, makeWorkFolder } from '@test/support/programs/work-folder'
import type { WorkFolder } from '@test/support/programs/work-folder'

let work: WorkFolder
let programs: InstalledProgram[]
beforeAll(async () => {
  work = makeWorkFolder()
  programs = await Promise.all(
    DEFAULT_PROGRAMS.map(async (program) => {
      const found = await nodeDisk.look(`/usr/bin/${program.name}`)
      return { program, file: found && found !== 'nowhere' ? found.real : null }
    }),
  )
})
afterAll(() => work.remove())

async function run(line: string): Promise<{ output: string; exitCode: number | null }> {
  const planned = await checkCommand(line, { folder: work.folder, programs }, nodeDisk)
  let output = ''
  const limits = { ms: 20_000, bytes: 1_000_000 }
  const { exitCode } = await runProcess(
    planned,
    limits,
    (text) => (output += text),
    new AbortController().signal,
  )
  return { output, exitCode }
}

const WORKS: readonly (readonly [line: string, shows: RegExp])[] = [
  ['ls', /README\.md[\s\S]*src/],
  ['ls -la src', /main\.ts/],
  ['ls -l -a -h src/deep', /odd name\.txt/],
  ['ls "src/deep/odd name.txt"', /odd name/],
  ['ls link-in', /main\.ts/],
  ['ls -- -rf', /-rf/],
  ['ls missing', /No such file/],
  ['cat README.md', /^# Work/],
  ['cat -n README.md src/main.ts', /answer = 43/],
  ['cat ./src/../README.md', /first line/],
  ['cat -- -rf', /looks like flags/],
  ['cat -- --output=x', /another/],
  ["cat 'src/deep/odd name.txt'", /^odd$/m],
  ['head -n 1 README.md', /^# Work\n$/],
  ['head -1 README.md', /^# Work\n$/],
  ['head --lines=2 README.md', /first line\n$/],
  ['tail -n1 README.md', /^third line\n$/],
  ['tail -n +2 README.md', /^first line/],
  ['tail -c 5 README.md', /^line\n$/],
  ['wc -l README.md', /4 /],
  ['wc README.md src/main.ts', /total/],
  ['grep -n TODO src/main.ts', /^1:.*TODO/],
  ['grep -rn TODO .', /src\/main\.ts:1:/],
  ['grep -rin "const other" src', /main\.ts/],
  ["grep -E 'answer|nothing' src/main.ts", /answer/],
  ['grep -e -rf -- README.md', /^$/],
  ['grep -r -- "-rf" src', /^$/],
  ["grep -r --include='*.ts' answer .", /main\.ts/],
  ['grep -A 1 -B1 second README.md', /first line[\s\S]*third/],
  ["find . -name '*.ts'", /src\/main\.ts/],
  ['find src -type f -maxdepth 1', /main\.ts/],
  ["find . '(' -name README.md -o -name main.ts ')' -print", /README[\s\S]*main|main[\s\S]*README/],
  ['find . -size -10k -newer README.md -mmin -600', /main\.ts/],
  ['git status', /On branch main/],
  ['git status --short', /M src\/main\.ts/],
  ['git status -sb -- src', /## main/],
  ['git log --oneline', /Third line[\s\S]*First things/],
  ['git log -1', /Third line/],
  ['git log -n 1 --stat', /README\.md/],
  ['git log -p --max-count=2 -- README.md', /\+third line/],
  ['git log HEAD~1', /First things/],
  ['git log HEAD~1..HEAD --format=short', /Third line/],
  ['git log --author=A --since=2000-01-01 --oneline', /Third/],
  ['git log --oneline main --', /Third/],
  ['git diff', /\+export const answer = 43/],
  ['git diff --stat HEAD~1 HEAD', /README\.md/],
  ['git diff HEAD~1..HEAD -- README.md', /\+third line/],
  ['git diff --name-only', /src\/main\.ts/],
  ['git show', /\+third line/],
  ['git show HEAD~1 --stat', /First things/],
  ['git show HEAD:README.md', /third line/],
  ["git show 'HEAD@{0}' --oneline", /Third/],
  ['df -h .', /%/],
  ['uptime', /up/],
]

describe('an allowed command works on real files and a real repository', () => {
  it.each(WORKS)('%s', async (line, shows) => {
    const { output } = await run(line)
    expect(output).toMatch(shows)
    expect(output).not.toContain(CANARY)
  })
})

describe('what searches everywhere', () => {
  it.each([
    ['grep -r CANARY .'],
    ['grep -rl CANARY'.concat(' . src')],
    ["grep -r --include='*' CANARY ."],
    ["grep -r --include='.env' --include='*.key' -e KEY -e CANARY ."],
    ['git log -p'],
    ['git log -p --all -U100'],
    ['git show HEAD'],
    ['git diff'],
    ['git diff HEAD~1'],
    ['git diff --cached'],
    ['find .'],
    ['ls -laR .'],
  ])('%s shows nothing of a secret', async (line) => {
    expect((await run(line)).output).not.toContain(CANARY)
  })
})
