import { describe, expect, it } from 'vitest'
import { checkCommand } from '@main/core/programs/command-check'
import { DEFAULT_PROGRAMS } from '@main/core/programs/default-programs'
import { isForbidden } from '@main/core/programs/forbidden-programs'
import type { Disk } from '@main/core/programs/path-guard'

const FOLDER = 'C:\\Users\\me\\work'
/** A Windows that has everything that is asked for, and one link that leads out. */
const disk: Disk = {
  platform: 'win32',
  look: (path) =>
    Promise.resolve({
      real: path.toLowerCase().includes('\\link') ? 'C:\\Windows\\System32' : path,
      kind: path.endsWith('.git') ? 'folder' : 'file',
    }),
  readText: () => Promise.resolve(null),
}
const programs = DEFAULT_PROGRAMS.map((program) => ({
  program,
  file: program.files.find((file) => file.startsWith('C:')) ?? null,
}))
const check = (line: string) => checkCommand(line, { folder: FOLDER, programs }, disk)

describe('on Windows', () => {
  it('programs are those of Git for Windows, by their whole path', async () => {
    expect(await check('cat src\\main.ts')).toMatchObject({
      file: 'C:\\Program Files\\Git\\usr\\bin\\cat.exe',
      args: ['--', '.\\src\\main.ts'],
      folder: FOLDER,
    })
    expect((await check('git status')).file).toBe('C:\\Program Files\\Git\\cmd\\git.exe')
  })

  it.each([
    ['cat C:\\Windows\\win.ini', 'outside-folder'],
    ['cat D:\\x', 'outside-folder'],
    ['cat \\Windows\\win.ini', 'outside-folder'],
    ['cat ..\\..\\x', 'outside-folder'],
    ['cat link\\x', 'outside-folder'],
    ['cat C:relative', 'path'],
    ['cat \\\\server\\share\\x', 'path'],
    ['cat //server/share/x', 'path'],
    ["cat '\\\\?\\C:\\x'", 'path'],
    ['cat README.md:stream', 'path'],
    ['cat README.md::$DATA'.replace('$', ''), 'path'],
    ['cat NUL', 'path'],
    ['cat con.txt', 'path'],
    ['cat COM1', 'path'],
    ['cat ENV~1', 'path'],
    ["cat '.env.'", 'path'],
    ["cat '.env '", 'path'],
    ['cat src\\.env', 'secret'],
    ['cat .GIT\\config', 'secret'],
    ['cat a&calc', 'chaining'],
    ['cat a|calc', 'chaining'],
    ['cat %TEMP%\\x', 'variable'],
    ['cat ^a', 'variable'],
    ['cat x"&calc', 'unfinished-quote'],
  ])('%s is refused by the rule %s', async (line, rule) => {
    await expect(check(line)).rejects.toMatchObject({ rule })
  })

  it.each([
    'cmd.exe',
    'C:\\x\\PowerShell.EXE',
    'x.bat',
    'x.cmd',
    'python3.12.exe',
    'wscript.exe',
    'x.ps1',
  ])('%s is never a program', (file) => {
    expect(isForbidden(file)).toBe(true)
  })

  it.each([
    'C:\\Program Files\\Git\\usr\\bin\\ls.exe',
    '/usr/bin/git',
    '/usr/bin/sort',
    '/usr/bin/b3sum',
  ])('%s may be one', (file) => {
    expect(isForbidden(file)).toBe(false)
  })
})
