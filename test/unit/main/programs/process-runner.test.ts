import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PlannedRun } from '@main/core/programs/command-check'
import { runProcess } from '@main/programs/process-runner'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'port8000-run-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const LIMITS = { ms: 60_000, bytes: 1_000_000 }
/** A shell, which no check would let through, so that a test can do what it wants. */
const script = (text: string, env: Record<string, string> = {}): PlannedRun => ({
  ...{ file: '/bin/sh', args: ['-c', text], folder, env },
  ...{ key: '', rule: '' },
})
const never = () => new AbortController().signal

async function run(text: string, limits = LIMITS, signal = never()) {
  let output = ''
  const end = await runProcess(script(text), limits, (more) => (output += more), signal)
  return { output, ...end }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}

async function waitFor(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setImmediate(resolve))
}

describe.skipIf(process.platform !== 'linux')('a program that runs', () => {
  it('has its output told as it comes, and how it ended', async () => {
    const parts: string[] = []
    const first = Promise.withResolvers<undefined>()
    const done = runProcess(
      script('echo one; while [ ! -e go ]; do :; done; echo two >&2; exit 3'),
      LIMITS,
      (text) => {
        parts.push(text)
        first.resolve(undefined)
      },
      never(),
    )
    await first.promise
    expect(parts).toEqual(['one\n'])
    writeFileSync(join(folder, 'go'), '')
    expect(await done).toEqual({ exitCode: 3, how: 'exit' })
    expect(parts.join('')).toBe('one\ntwo\n')
  })

  it('gets nothing on its input, only the environment it was given, and its folder', async () => {
    expect(await run('cat; echo "[$HOME$PORT8000_X]"; pwd')).toMatchObject({
      output: `[]\n${folder}\n`,
      exitCode: 0,
    })
  })

  it('is ended with all that it began, where it takes too long', async () => {
    const { how, exitCode } = await run('sleep 600 & echo $! > child; wait', {
      ...LIMITS,
      ms: 2_000,
    })
    expect({ how, exitCode }).toEqual({ how: 'time', exitCode: null })
    const child = Number(readFileSync(join(folder, 'child'), 'utf8'))
    await waitFor(() => !isAlive(child))
  })

  it('is ended where it says too much, and what fits is kept', async () => {
    const { how, output } = await run('while :; do echo 0123456789; done', {
      ...LIMITS,
      bytes: 1_000,
    })
    expect(how).toBe('size')
    expect(output).toHaveLength(1_000)
  })

  it('is ended when somebody stops it', async () => {
    const abort = new AbortController()
    const running = run('sleep 600 & echo $! > child; wait', LIMITS, abort.signal)
    await waitFor(
      () => existsSync(join(folder, 'child')) && readFileSync(join(folder, 'child'), 'utf8') !== '',
    )
    abort.abort()
    expect(await running).toMatchObject({ how: 'stopped', exitCode: null })
    const child = Number(readFileSync(join(folder, 'child'), 'utf8'))
    await waitFor(() => !isAlive(child))
  })

  it('leaves nothing behind in its group when it ends by itself', async () => {
    await run('sleep 600 > /dev/null 2>&1 & echo $! > child')
    const child = Number(readFileSync(join(folder, 'child'), 'utf8'))
    await waitFor(() => !isAlive(child))
  })

  it('cannot act on whoever looks: signs for terminals are taken out', async () => {
    const { output } = await run(
      `printf 'a\\033[31mred\\033[0m \\033]0;title\\007b\\010\\000c\\r\\n'`,
    )
    expect(output).toBe('ared bc\n')
  })

  it('that is not there is an error with words', async () => {
    const missing = { ...script(''), file: join(folder, 'missing') }
    await expect(runProcess(missing, LIMITS, () => undefined, never())).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})
