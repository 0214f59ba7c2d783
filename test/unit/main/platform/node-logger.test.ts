import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createNodeLogger, lineOf, logFileOf } from '@main/platform/node-logger'

describe('lineOf', () => {
  it('keeps an error’s stack, code and cause, on one line', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })
    const line = lineOf('turn failed', { turnId: 't1', error: new Error('two\nlines', { cause }) })
    expect(line).not.toContain('\n')
    const fields: unknown = JSON.parse(line.slice('turn failed '.length))
    expect(fields).toMatchObject({
      turnId: 't1',
      error: {
        stack: expect.stringContaining('Error: two\nlines') as string,
        cause: { code: 'ECONNREFUSED' },
      },
    })
  })

  it('never throws, whatever the fields hold', () => {
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    expect(lineOf('odd', circle)).toBe('odd "(fields that cannot be written as JSON)"')
    expect(lineOf('plain')).toBe('plain')
  })
})

it('writes to the data directory, each controller to its own', () => {
  const [one, two] = ['a', 'b'].map((name) => {
    const folder = mkdtempSync(join(tmpdir(), `port8000-log-${name}-`))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return folder
  })
  if (one === undefined || two === undefined) throw new Error('two folders were made')
  createNodeLogger(one).child('turns').child('saver').info('saved', { count: 2 })
  createNodeLogger(two).warn('other')

  expect(readFileSync(logFileOf(one), 'utf8')).toMatch(
    / info.*\(turns\/saver\).* saved \{"count":2\}\n$/,
  )
  expect(readFileSync(logFileOf(two), 'utf8')).toMatch(/ warn other\n$/)
})
