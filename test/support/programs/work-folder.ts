import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A secret that no output may ever hold. */
export const CANARY = 'CANARY-7f3a9c'

export interface WorkFolder {
  readonly folder: string
  /** Beside it, and not granted. */
  readonly outside: string
  readonly git: (...args: string[]) => string
  readonly remove: () => void
}

/** A folder as people have them: files, a repository with a history, links that lead astray, secrets, odd names. */
export function makeWorkFolder(): WorkFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'port8000-work-')))
  const folder = join(root, 'work')
  const outside = join(root, 'outside')
  for (const path of ['work/src/deep', 'work/.ssh', 'outside/inner'])
    mkdirSync(join(root, path), { recursive: true })
  const write = (path: string, text: string) => {
    writeFileSync(join(root, path), text)
  }
  write('work/README.md', '# Work\nfirst line\nsecond line\n')
  write('work/src/main.ts', "export const answer = 42 // TODO\nconst other = 'x'\n")
  write('work/src/deep/odd name.txt', 'odd\n')
  write('work/-rf', 'a file whose name looks like flags\n')
  write('work/--output=x', 'another\n')
  write('work/.env', `KEY=${CANARY}\n`)
  write('work/.ENV.local', `KEY=${CANARY}\n`)
  write('work/src/prod.env', `KEY=${CANARY}\n`)
  write('work/server.key', CANARY)
  write('work/.ssh/id_ed25519', CANARY)
  write('outside/secret.txt', CANARY)
  write('outside/inner/plain.txt', CANARY)
  symlinkSync(join(root, 'outside'), join(folder, 'link-out'))
  symlinkSync(join(root, 'outside/secret.txt'), join(folder, 'link-file'))
  symlinkSync('../outside', join(folder, 'src/link-up'))
  symlinkSync('.env', join(folder, 'harmless.txt'))
  symlinkSync('/proc/self', join(folder, 'proc'))
  symlinkSync('/etc', join(folder, 'etc'))
  symlinkSync('nowhere', join(folder, 'dangling'))
  symlinkSync('src', join(folder, 'link-in'))
  execFileSync('/usr/bin/mkfifo', [join(folder, 'pipe')])
  const git = (...args: string[]) =>
    execFileSync('/usr/bin/git', ['-C', folder, ...args], {
      encoding: 'utf8',
      env: {
        ...{ PATH: '/usr/bin:/bin', HOME: root, GIT_CONFIG_NOSYSTEM: '1' },
        ...{ GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org' },
        ...{ GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.org' },
      },
    })
  git('init', '--quiet', '--initial-branch=main')
  git('add', 'README.md', 'src/main.ts', '.env', 'server.key')
  git('commit', '--quiet', '-m', 'First things')
  write('work/README.md', '# Work\nfirst line\nsecond line\nthird line\n')
  write('work/.env', `KEY=${CANARY}-changed\n`)
  git('commit', '--quiet', '-am', 'Third line')
  write('work/src/main.ts', "export const answer = 43 // TODO\nconst other = 'x'\n")
  write('work/server.key', `${CANARY}-changed`)
  return { folder, outside, git, remove: () => rmSync(root, { recursive: true, force: true }) }
}
