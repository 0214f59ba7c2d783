import { describe, expect, it } from 'vitest'
import type { Bot } from '@shared/model/bot'
import type { Message } from '@shared/model/message'
import { ContextOverflow } from '@main/core/engines/context-overflow'
import { PromptService } from '@main/core/history/prompt-service'
import type { BuiltPrompt } from '@main/core/history/prompt-service'
import type { MessageQuery } from '@main/core/storage/storage'
import { said } from '@test/support/said'

const bot: Bot = {
  id: 'BOT-001',
  name: 'Tutor',
  color: 'teal',
  emoji: '',
  engine: 'ollama',
  model: 'tiny',
  instructions: 'You teach.',
  temperature: 0.7,
  maxTokens: 2_048,
  options: {},
  version: 1,
  createdAt: 0,
  updatedAt: 0,
}

/** A conversation of so many messages, and how often it was read. */
function conversation(
  count: number,
  length = 400,
  change: (message: Message) => Message = (message) => message,
) {
  const messages = Array.from({ length: count }, (_, index) =>
    change(
      said(index + 1, index % 2 === 0 ? 'person' : 'bot', `${index + 1} `.padEnd(length, 'x ')),
    ),
  )
  let reads = 0
  const store = {
    page: ({ before = count, limit }: MessageQuery) => {
      reads += 1
      const found = messages.filter(({ seq }) => seq < before).slice(-limit)
      return Promise.resolve({ messages: found, hasMore: false, versions: {} })
    },
  }
  return { store, reads: () => reads }
}

const NO_NOTES = { recall: () => Promise.resolve({ notes: [], pinned: [] }) }

function serviceOf(count: number, limit = 4_096, length = 400) {
  const { store, reads } = conversation(count, length)
  const prompts = new PromptService({ messages: store, notes: NO_NOTES, contextOf: () => limit })
  return { prompts, reads }
}

const question = (seq: number, text = 'And now?'): Message => said(seq, 'person', text)
const rolesOf = ({ messages }: BuiltPrompt) => messages.map(({ role }) => role)

describe('PromptService', () => {
  it('puts the instructions first and keeps room for the reply', async () => {
    const { prompts } = serviceOf(400)
    const built = await prompts.build(bot, question(401))
    expect(built.messages[0]).toEqual({ role: 'system', content: 'You teach.' })
    expect(built.messages.at(-1)).toEqual({ role: 'user', content: 'And now?' })
    expect(built.context).toMatchObject({ limit: 4_096, reserve: 2_048, exact: false })
    expect(built.context?.used).toBeLessThanOrEqual(2_048)
    expect(built.context?.fromSeq).toBeGreaterThan(1)
  })

  it('reserves at most half for the reply, however long the bot may answer', async () => {
    const { prompts } = serviceOf(400)
    const built = await prompts.build({ ...bot, maxTokens: 100_000 }, question(401))
    expect(built.context?.reserve).toBe(2_048)
  })

  it('does not read the conversation anew in a turn that follows the last one', async () => {
    const { prompts, reads } = serviceOf(4_000)
    await prompts.build(bot, question(4_001))
    const before = reads()
    for (let seq = 4_001; seq < 4_101; seq += 2) {
      const built = await prompts.build(bot, question(seq + 2))
      if (seq > 4_001) expect(built.messages.length).toBeGreaterThan(3)
      prompts.counted(bot, built, Math.round(built.estimated * 0.9))
      prompts.replied({ ...said(seq + 3, 'bot', 'y'.repeat(400)), parentSeq: seq + 2 })
      if (seq === 4_001) expect(reads()).toBeGreaterThan(before)
    }
    // Once for the first question, once for the second, which does not follow it; and at most once for what was learnt.
    expect(reads()).toBeLessThanOrEqual(before + 2)
  })

  it('keeps the same objects for what is told again', async () => {
    const { prompts } = serviceOf(10)
    const first = await prompts.build(bot, question(11))
    prompts.replied({ ...said(12, 'bot', 'Yes.'), parentSeq: 11 })
    const second = await prompts.build(bot, question(13))
    expect(first.messages.every((message, index) => message === second.messages[index])).toBe(true)
  })

  it('is told more once the model has counted less than was feared', async () => {
    const { prompts } = serviceOf(400)
    const feared = await prompts.build(bot, question(401))
    prompts.counted(bot, feared, Math.round(feared.estimated * 0.8))
    const known = await prompts.build(bot, question(401))
    expect(known.messages.length).toBeGreaterThan(feared.messages.length)
  })

  it('knows from a stored reply what the model counted before the controller was started anew', async () => {
    const context = { limit: 4_096, reserve: 2_048, used: 1_400, exact: true, fromSeq: 381 }
    const { store } = conversation(400, 400, (message) =>
      message.seq === 400 ? { ...message, model: 'tiny', details: { context } } : message,
    )
    const prompts = new PromptService({ messages: store, notes: NO_NOTES, contextOf: () => 4_096 })
    const fresh = await serviceOf(400).prompts.build(bot, question(401))
    const built = await prompts.build(bot, question(401))
    expect(built.messages.length).toBeGreaterThan(fresh.messages.length)
  })

  it('says what the model itself counted, and that a server cut the beginning where it filled all of it', async () => {
    const { prompts } = serviceOf(400)
    const built = await prompts.build(bot, question(401))
    expect(prompts.counted(bot, built, 1_700)).toMatchObject({ used: 1_700, exact: true })
    expect(prompts.counted(bot, built, 1_700)).not.toHaveProperty('cut')
    expect(prompts.counted(bot, built, 4_096)).toMatchObject({ used: 4_096, cut: true })
    expect(prompts.counted(bot, built, null)).toEqual(built.context)
  })

  it.each([
    ['the engine counted', { promptTokens: 9_000, limit: 4_096 }],
    ['the engine only refused', { promptTokens: null, limit: null }],
    ['the model has less than was asked for', { promptTokens: 3_000, limit: 2_048 }],
  ])('builds less after a refusal, where %s', async (_, count) => {
    const { prompts } = serviceOf(400)
    const built = await prompts.build(bot, question(401))
    const less = await prompts.buildLess(bot, question(401), built, new ContextOverflow(count))
    expect(less.messages.length).toBeLessThan(built.messages.length)
    expect(rolesOf(less)[0]).toBe('system')
    const next = await prompts.build(bot, question(401))
    expect(next.messages.length).toBe(less.messages.length)
  })

  it('gives the refusal on where there is nothing left to leave out', async () => {
    const { prompts } = serviceOf(0)
    const built = await prompts.build(bot, question(1))
    const refusal = new ContextOverflow({ promptTokens: null, limit: null })
    await expect(prompts.buildLess(bot, question(1), built, refusal)).rejects.toBe(refusal)
  })

  it.each([
    ['a message', bot, 'word '.repeat(20_000), /message is about .* parts/s],
    ['instructions', { ...bot, instructions: 'x '.repeat(40_000) }, 'Hi', /instructions of Tutor/],
  ])('refuses %s longer than all that can be remembered', async (_, who, text, reason) => {
    const { prompts } = serviceOf(0)
    await expect(prompts.build(who, question(1, text))).rejects.toMatchObject({
      code: 'context_overflow',
      message: expect.stringMatching(reason) as string,
    })
  })

  it('has no limit and nothing to report for an engine without a model', async () => {
    const { prompts } = serviceOf(0)
    const built = await prompts.build({ ...bot, model: null }, question(1, 'x '.repeat(30_000)))
    expect(built.context).toBeNull()
    expect(built.messages).toHaveLength(2)
  })
})

describe('PromptService, once tools brought something', () => {
  const called = {
    role: 'assistant',
    content: 'Let me see.',
    toolCalls: [{ name: 'search', arguments: { text: 'cats' } }],
  } as const
  const result = (content: string) => ({ role: 'tool', content, toolName: 'search' }) as const

  it('tells all of it and all that was said where both fit', async () => {
    const { prompts } = serviceOf(4)
    const first = await prompts.build(bot, question(5))
    const grown = [called, result('A cat is a small animal.')]
    const then = await prompts.buildBeside(bot, question(5), grown)
    expect(then.grown).toEqual(grown)
    expect(then.built.messages).toEqual(first.messages)
    expect(then.built.context?.used).toBeGreaterThan(first.context?.used ?? Infinity)
  })

  it('leaves out the oldest turns for it, never the instructions or the question', async () => {
    const { prompts } = serviceOf(40)
    const first = await prompts.build(bot, question(41))
    const grown = [called, result('y '.repeat(1_500))]
    const then = await prompts.buildBeside(bot, question(41), grown)
    expect(then.grown).toEqual(grown)
    expect(then.built.messages.length).toBeLessThan(first.messages.length)
    expect(then.built.messages[0]).toMatchObject({ role: 'system', content: 'You teach.' })
    expect(then.built.messages.at(-1)).toMatchObject({ role: 'user', content: 'And now?' })
  })

  it('cuts the longest results, and says so, where they would not fit by themselves', async () => {
    const { prompts } = serviceOf(40)
    await prompts.build(bot, question(41))
    const short = result('A cat is a small animal.')
    const grown = [called, short, result('y'.repeat(90_000)), result('😀'.repeat(20_000))]
    const { built, grown: told } = await prompts.buildBeside(bot, question(41), grown)
    expect(told.slice(0, 2)).toEqual([called, short])
    for (const { content } of told.slice(2)) {
      expect(content).toContain('[Cut here')
      expect(content.isWellFormed()).toBe(true)
    }
    expect(built.messages.map(({ role }) => role)).toEqual(['system', 'user'])
    const { limit = 0, used = Infinity, reserve = 0 } = built.context ?? {}
    expect(used).toBeLessThanOrEqual(limit - reserve)
  })
})
