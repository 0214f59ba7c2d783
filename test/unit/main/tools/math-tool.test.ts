import { afterEach, expect, it } from 'vitest'
import { newId } from '@shared/model/new-id'
import type { ToolContext } from '@main/core/tools/tool'
import { MathTool } from '@main/tools/math-tool'
import { anOpening } from '../storage/sqlite/storage-fixture'

const math = new MathTool()
afterEach(() => math.close())

const sessionId = newId(0)
const context: ToolContext = {
  ...{ person: 'owner', botId: 'BOT-001', sessionId, turnId: newId(0) },
  message: { ...anOpening(sessionId, ''), seq: 1 },
}
const run = (expression: string, signal = new AbortController().signal) =>
  math.tool.run({ expression }, context, signal)

it('calculates in a thread, several at a time', async () => {
  expect(await Promise.all([run('1 + 1'), run('2 + 2'), run('3!')])).toEqual(['2', '4', '6'])
})

it('says what is wrong with an expression', async () => {
  await expect(run('constructor')).rejects.toMatchObject({
    code: 'invalid_input',
    message: 'There is a name in it that is not known.',
  })
})

it('lets go of a calculation that is stopped, and calculates the next one', async () => {
  const abort = new AbortController()
  const stopped = run('1 + 1', abort.signal)
  abort.abort()
  await expect(stopped).rejects.toThrow('aborted')
  expect(await run('2 + 3')).toBe('5')
})

it('begins its thread anew after it was closed', async () => {
  expect(await run('1')).toBe('1')
  const waiting = run('2')
  const closed = math.close()
  await expect(waiting).rejects.toMatchObject({ code: 'internal' })
  await closed
  expect(await run('3')).toBe('3')
})
