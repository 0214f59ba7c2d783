import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
import { AppError } from '@shared/contract/app-error'
import type { ProgramEnd } from '@shared/model/program'
import type { PlannedRun } from '@main/core/programs/command-check'
import { plainText } from '@main/core/programs/plain-text'
import type { RunProgram } from '@main/core/programs/run-program'

type Child = ChildProcessByStdio<null, Readable, Readable>

/** Runs a program of this machine in a process group of its own, so that nothing of it outlives its end. */
export const runProcess: RunProgram = async (run, limits, onText, signal) => {
  signal.throwIfAborted()
  const child = start(run)
  // An object, since the compiler takes a variable for what it was last set to here.
  const ended: { how: ProgramEnd['how'] } = { how: 'exit' }
  let bytes = 0
  const end = (why: ProgramEnd['how']) => {
    if (ended.how === 'exit') ended.how = why
    killGroup(child)
  }
  for (const stream of [child.stdout, child.stderr]) {
    const decoder = new TextDecoder()
    stream.on('data', (chunk: Buffer) => {
      const room = limits.bytes - bytes
      bytes += chunk.length
      if (room > 0) onText(plainText(decoder.decode(chunk.subarray(0, room), { stream: true })))
      if (bytes > limits.bytes) end('size')
    })
    stream.on('error', () => end('stopped'))
  }
  const timer = setTimeout(() => end('time'), limits.ms)
  const onAbort = () => end('stopped')
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const exitCode = await closed(child)
    const { how } = ended
    return { exitCode: how === 'exit' ? exitCode : null, how }
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
    // What it may have left behind in its group.
    killGroup(child)
  }
}

function start({ file, args, folder, env }: PlannedRun): Child {
  return spawn(file, [...args], {
    ...{ cwd: folder, env: { ...env }, shell: false, windowsHide: true },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, by which all of it is ended.
    detached: process.platform !== 'win32',
  })
}

function closed(child: Child): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('close', (code) => resolve(code))
    child.on('error', (cause) => {
      const message = 'The program could not be started. Look at Commands in the settings.'
      reject(new AppError('conflict', message, { cause }))
    })
  })
}

function killGroup(child: Child): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill('SIGKILL')
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It is gone already.
  }
}
