import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AddedProgram, ProgramGrant } from '@shared/model/program'
import { BOT_ID, commandHarness } from '@test/support/programs/command-harness'
import type { CommandHarness } from '@test/support/programs/command-harness'

let folder: string
let root: string
let harness: CommandHarness
beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'port8000-policy-')))
  folder = mkdtempSync(join(root, 'work-'))
  writeFileSync(join(folder, 'a.txt'), 'text of a\n')
  harness = await commandHarness(folder)
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

const BOT = { kind: 'bot', id: BOT_ID } as const
const grant = (changes: Partial<ProgramGrant> = {}): ProgramGrant => ({
  ...{ to: BOT, folder, programs: ['cat'] },
  ...changes,
})
async function change(changes: Parameters<typeof harness.programs.update>[0]['changes']) {
  const { policy } = harness.programs.view()
  return harness.programs.update({ version: policy.version, changes })
}
const wrong = { code: 'invalid_input' }

describe('what the owner decides', () => {
  it('is off by itself: nothing runs, whatever was granted', async () => {
    await change({ on: false })
    const { runs, row } = await harness.call('cat a.txt')
    expect(runs).toEqual([])
    expect(row.details).toMatchObject({ decision: 'invalid', rule: 'off' })
    expect(harness.programs.listFor(BOT)).toEqual([])
  })

  it('holds for those who were granted it, with their programs only', async () => {
    await change({ grants: [grant()] })
    expect((await harness.call('cat a.txt')).result).toBe('text of a\n')
    expect((await harness.call('ls')).row.details.rule).toBe('unknown-program')
    await change({ grants: [grant({ to: { kind: 'person', id: 'owner' } })] })
    expect((await harness.call('cat a.txt')).row.details.rule).toBe('not-granted')
  })

  it('is good for a person while they are let in with the rights of a member, and again once they are', async () => {
    const to = { kind: 'person', id: 'owner' } as const
    let mayRun = true
    const { programs } = await commandHarness(folder, { grants: [grant({ to })] }, () => mayRun)
    expect(programs.listFor(to)).toMatchObject([{ name: 'cat' }])
    mayRun = false
    expect(programs.listFor(to)).toEqual([])
    await expect(programs.plan(to, 'cat a.txt')).rejects.toMatchObject({ rule: 'not-granted' })
    mayRun = true
    expect(await programs.plan(to, 'cat a.txt')).toMatchObject({ rule: 'cat' })
  })

  it('is asked for at every run, and told by its rule', async () => {
    const once = await harness.call('cat a.txt', 'once')
    expect(once).toMatchObject({ asked: 1, row: { details: { decision: 'once', rule: 'cat' } } })
    const refused = await harness.call('cat a.txt', 'refuse')
    expect(refused.runs).toEqual([])
    expect(refused.row.details).toMatchObject({ decision: 'refused', rule: 'cat' })
  })

  it('for good is for that very run, until it is taken back', async () => {
    writeFileSync(join(folder, 'b.txt'), 'text of b\n')
    await harness.call('cat a.txt', 'always')
    const again = await harness.call("cat './a.txt'", 'refuse')
    expect(again).toMatchObject({ asked: 0, row: { details: { decision: 'granted' } } })
    expect(again.result).toBe('text of a\n')
    expect((await harness.call('cat b.txt', 'refuse')).asked).toBe(1)
    expect((await harness.call('cat -n a.txt', 'refuse')).asked).toBe(1)
    await change({ allowed: [] })
    expect((await harness.call('cat a.txt', 'refuse')).asked).toBe(1)
  })

  it('for good does not follow a file that became a link to another', async () => {
    writeFileSync(join(folder, 'b.txt'), 'text of b\n')
    await harness.call('cat a.txt', 'always')
    rmSync(join(folder, 'a.txt'))
    symlinkSync('b.txt', join(folder, 'a.txt'))
    expect((await harness.call('cat a.txt', 'refuse')).asked).toBe(1)
  })

  it('is a conflict where somebody else decided meanwhile', async () => {
    await change({ on: true })
    await expect(harness.programs.update({ version: 1, changes: {} })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('cannot be a folder of the system, one that is not there, or two for one', async () => {
    for (const bad of [
      '/',
      '/proc/self',
      '/etc',
      '/dev',
      join(root, 'missing'),
      'work',
      join(folder, 'a.txt'),
    ])
      await expect(change({ grants: [grant({ folder: bad })] })).rejects.toMatchObject(wrong)
    await expect(change({ grants: [grant(), grant()] })).rejects.toMatchObject(wrong)
  })

  it('has the links of a folder followed when it is granted', async () => {
    symlinkSync(folder, join(root, 'link'))
    const { policy } = await change({ grants: [grant({ folder: join(root, 'link') })] })
    expect(policy.grants).toMatchObject([{ folder }])
  })
})

describe('a program that the owner adds', () => {
  const added = (changes: Partial<AddedProgram> = {}): AddedProgram => ({
    ...{ name: 'sort', file: '/usr/bin/sort', flags: [{ flag: '-r' }], paths: true },
    ...changes,
  })

  it('runs with the flags that were written down, and no others', async () => {
    writeFileSync(join(folder, 'a.txt'), 'a\nb\n')
    await change({ added: [added()], grants: [grant({ programs: ['sort'] })] })
    expect((await harness.call('sort -r a.txt')).result).toBe('b\na\n')
    expect((await harness.call('sort -o x a.txt')).row.details.rule).toBe('unknown-flag')
    expect((await harness.call('sort /etc/passwd')).row.details.rule).toBe('outside-folder')
    expect((await harness.call('sort -- -r')).runs[0]?.args).toEqual(['./-r'])
  })

  it.each([
    ['a shell', '/bin/sh'],
    ['another shell', '/bin/bash'],
    ['perl', '/usr/bin/perl'],
    ['env', '/usr/bin/env'],
    ['xargs', '/usr/bin/xargs'],
    ['awk by its other name', '/usr/bin/awk'],
  ])('is never %s', async (_name, file) => {
    await expect(change({ added: [added({ name: 'tool', file })] })).rejects.toMatchObject(wrong)
  })

  it('is never a shell under another name, by a link', async () => {
    symlinkSync('/bin/sh', join(root, 'tool'))
    const file = join(root, 'tool')
    await expect(change({ added: [added({ name: 'tool', file })] })).rejects.toMatchObject(wrong)
  })

  it('is never a script', async () => {
    const file = join(root, 'tool')
    writeFileSync(file, '#!/bin/sh\necho x\n')
    chmodSync(file, 0o755)
    await expect(change({ added: [added({ name: 'tool', file })] })).rejects.toMatchObject(wrong)
  })

  it('cannot lie where those who may run it could put another one', async () => {
    const file = join(folder, 'tool')
    copyFileSync('/usr/bin/sort', file)
    await expect(change({ added: [added({ name: 'tool', file })] })).rejects.toMatchObject(wrong)
  })

  it('cannot take the name of one that is there, nor come without a whole path', async () => {
    await expect(change({ added: [added({ name: 'ls' })] })).rejects.toMatchObject(wrong)
    await expect(change({ added: [added({ file: 'sort' })] })).rejects.toMatchObject(wrong)
    await expect(change({ added: [added(), added()] })).rejects.toMatchObject(wrong)
  })
})
