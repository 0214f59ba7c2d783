import { expect, it } from 'vitest'
import { KeyedLock } from '@main/core/turns/keyed-lock'

it('runs the tasks of one key one after another, and those of others meanwhile', async () => {
  const lock = new KeyedLock<string>()
  const log: string[] = []
  const task = (name: string) => async () => {
    log.push(`${name} begins`)
    await new Promise(setImmediate)
    log.push(`${name} ends`)
  }
  await Promise.all([
    lock.run('a', task('a1')),
    lock.run('a', task('a2')),
    lock.run('b', task('b1')),
  ])
  expect(log.filter((line) => line.startsWith('a'))).toEqual([
    'a1 begins',
    'a1 ends',
    'a2 begins',
    'a2 ends',
  ])
  expect(log.indexOf('b1 begins')).toBeLessThan(log.indexOf('a1 ends'))
})

it('goes on after a task that failed, and tells only its own caller', async () => {
  const lock = new KeyedLock<string>()
  const failing = lock.run('a', () => Promise.reject(new Error('no')))
  const next = lock.run('a', () => Promise.resolve('yes'))
  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('yes')
})
