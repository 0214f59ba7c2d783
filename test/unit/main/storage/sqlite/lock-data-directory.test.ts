import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { StorageError } from '@main/core/storage/storage-error'
import { lockDataDirectory } from '@main/storage/sqlite/lock-data-directory'
import { openStorage, TestDirectory } from './storage-fixture'

const HOLDER = fileURLToPath(new URL('./lock-holder.ts', import.meta.url))
const HOLDER_FILE = 'port8000.lock.json'

/** Another process that asks for the lock; `said` is its one line. */
function startOther(directory: TestDirectory) {
  const child = spawn(process.execPath, [HOLDER, directory.path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const said = new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()))
  })
  return { child, said, ended }
}

function refusalOf(directory: TestDirectory): StorageError {
  try {
    lockDataDirectory(directory.path).release()
  } catch (error) {
    if (error instanceof StorageError) return error
    throw error
  }
  throw new Error('The lock was free.')
}

describe('the lock of a data directory', () => {
  it('refuses a second process and names the one that holds it, until that one lets go', async () => {
    using directory = new TestDirectory()
    const other = startOther(directory)
    expect(await other.said).toBe('locked')
    const refusal = refusalOf(directory)
    expect(refusal.kind).toBe('in_use')
    expect(refusal.message).toContain(`process ${other.child.pid ?? 0} on ${hostname()}, since 20`)
    await expect(openStorage(directory)).rejects.toMatchObject({ kind: 'in_use' })
    expect(readdirSync(directory.path)).not.toContain('port8000.db')

    other.child.stdin.end()
    await other.ended
    expect(readdirSync(directory.path)).toEqual(['port8000.lock'])
    lockDataDirectory(directory.path).release()
  })

  it('is free as soon as its holder is killed', async () => {
    using directory = new TestDirectory()
    const other = startOther(directory)
    await other.said
    other.child.kill('SIGKILL')
    await other.ended
    // What it left behind names a process that is dead.
    expect(readdirSync(directory.path)).toContain(HOLDER_FILE)
    const lock = lockDataDirectory(directory.path)
    expect(JSON.parse(readFileSync(directory.file(HOLDER_FILE), 'utf8'))).toMatchObject({
      pid: process.pid,
    })
    lock.release()
  })

  it('goes to exactly one of several that ask in the same moment', async () => {
    using directory = new TestDirectory()
    const others = Array.from({ length: 5 }, () => startOther(directory))
    const said = await Promise.all(others.map((other) => other.said))
    expect(said.filter((line) => line === 'locked')).toHaveLength(1)
    expect(said.filter((line) => line.includes('Another Port 8000 uses'))).toHaveLength(4)
    for (const { child } of others) child.stdin.end()
    await Promise.all(others.map((other) => other.ended))
  })

  it('is not held by a note that names a living process: its number may have been given anew', () => {
    using directory = new TestDirectory()
    const note = { pid: process.ppid, host: hostname(), since: '2026-01-01T00:00:00.000Z' }
    writeFileSync(directory.file(HOLDER_FILE), JSON.stringify(note))
    lockDataDirectory(directory.path).release()
  })

  it('refuses without a name where the note says nothing useful', () => {
    using directory = new TestDirectory()
    const lock = lockDataDirectory(directory.path)
    for (const note of [
      '',
      'null',
      '{"pid":"1"}',
      '{"pid":99999999,"host":"' + hostname() + '","since":"x"}',
    ]) {
      writeFileSync(directory.file(HOLDER_FILE), note)
      expect(refusalOf(directory).message).toContain('it has not said which process it is')
    }
    lock.release()
  })

  it('refuses within one process too, and a second release does not free another’s lock', () => {
    using directory = new TestDirectory()
    const first = lockDataDirectory(directory.path)
    expect(refusalOf(directory).message).toContain(`process ${process.pid} `)
    first.release()
    const second = lockDataDirectory(directory.path)
    first.release()
    expect(refusalOf(directory).kind).toBe('in_use')
    second.release()
  })

  it('still keeps other processes out after this one was refused it twice', async () => {
    using directory = new TestDirectory()
    const lock = lockDataDirectory(directory.path)
    expect(refusalOf(directory).kind).toBe('in_use')
    await expect(openStorage(directory)).rejects.toMatchObject({ kind: 'in_use' })
    const other = startOther(directory)
    expect(await other.said).toContain('Another Port 8000 uses')
    await other.ended
    lock.release()
  })
})
