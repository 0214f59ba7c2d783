import { describe, expect, it } from 'vitest'
import type { PromptMessage, ReplyPart } from '@main/core/engines/engine'
import { GuideEngine } from '@main/engines/guide/guide-engine'
import { readGuidePassages } from '@main/engines/guide/guide-pages'
import { composeAnswer } from '@main/core/guide/compose-answer'
import { searchTextOf } from '@main/core/guide/question-terms'
import { createSqliteGuideIndex } from '@main/storage/sqlite/sqlite-guide-index'

const index = createSqliteGuideIndex(readGuidePassages())
const engine = new GuideEngine({ index, now: () => 1_700_000_000_000, pauseMs: 0 })

const requestOf = (...prompt: readonly PromptMessage[]) => ({
  model: null,
  prompt,
  temperature: 0.7,
  maxTokens: 2048,
})
const asking = (content: string) => requestOf({ role: 'user', content })

async function partsOf(reply: AsyncIterable<ReplyPart>): Promise<readonly ReplyPart[]> {
  const parts: ReplyPart[] = []
  for await (const part of reply) parts.push(part)
  return parts
}
const textOf = (parts: readonly ReplyPart[]) =>
  parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')

describe('GuideEngine', () => {
  it('streams the composed answer in small parts that together are exactly it, and ends with done', async () => {
    const question = 'How do I use curl?'
    const parts = await partsOf(engine.reply(asking(question), new AbortController().signal))
    expect(textOf(parts)).toBe(composeAnswer(question, index.search(searchTextOf(question), 12)))
    expect(textOf(parts)).toContain('**Examples with curl** (from *Scripts and the API*)')
    expect(parts.length).toBeGreaterThan(20)
    expect(parts.length).toBeLessThan(90)
    expect(parts.at(-1)).toEqual({
      kind: 'done',
      metrics: {
        loadMs: null,
        promptTokens: null,
        replyTokens: null,
        tokensPerSecond: null,
        doneReason: 'stop',
      },
    })
  })

  it('answers the last thing the person said, whatever was said before', async () => {
    const reply = engine.reply(
      requestOf(
        { role: 'system', content: 'How do I connect Ollama?' },
        { role: 'user', content: 'Where is my data?' },
        { role: 'assistant', content: 'I found nothing' },
        { role: 'user', content: 'How do I launch a bot?' },
        { role: 'assistant', content: 'How do I make a backup?' },
      ),
      new AbortController().signal,
    )
    expect(textOf(await partsOf(reply))).toMatch(/^From the user guide:\n\n\*\*Launch a bot\*\*/)
  })

  it('says that it found nothing, as a reply and not as a failure', async () => {
    const parts = await partsOf(
      engine.reply(asking('What is the capital of France?'), new AbortController().signal),
    )
    expect(textOf(parts)).toMatch(/^I found nothing on that in the user guide\./)
    expect(parts.at(-1)?.kind).toBe('done')
  })

  it('takes a pasted page, lone surrogates and no question at all', async () => {
    for (const text of ['launch bot '.repeat(6_000), 'launch \ud800 bot', '\0']) {
      const parts = await partsOf(engine.reply(asking(text), new AbortController().signal))
      expect(parts.at(-1)?.kind).toBe('done')
    }
    expect(
      (await partsOf(engine.reply(requestOf(), new AbortController().signal))).at(-1)?.kind,
    ).toBe('done')
  })

  it('ends in the middle with the reason of the signal, and says nothing after it', async () => {
    const abort = new AbortController()
    const reason = new Error('stopped by a person')
    const heard: ReplyPart[] = []
    const listening = (async () => {
      for await (const part of engine.reply(asking('How do I launch a bot?'), abort.signal)) {
        heard.push(part)
        if (heard.length === 3) abort.abort(reason)
      }
    })()
    await expect(listening).rejects.toBe(reason)
    expect(heard.map((part) => part.kind)).toEqual(['text', 'text', 'text'])
  })

  it('stops during a pause without waiting for its end', async () => {
    const slow = new GuideEngine({ index, now: () => 0, pauseMs: 3_600_000 })
    const abort = new AbortController()
    const reason = new Error('stopped by a person')
    const first = slow.reply(asking('How do I launch a bot?'), abort.signal).next()
    abort.abort(reason)
    await expect(first).rejects.toBe(reason)
  })

  it('says nothing where the signal was aborted before', async () => {
    const reason = new Error('too late')
    const reply = engine.reply(asking('How do I launch a bot?'), AbortSignal.abort(reason))
    await expect(partsOf(reply)).rejects.toBe(reason)
    await expect(engine.load(null, AbortSignal.abort(reason))).rejects.toBe(reason)
  })

  it('needs no model and is always there', async () => {
    expect(engine.needsModel).toBe(false)
    await engine.load(null, new AbortController().signal)
    await engine.unload()
    expect(await engine.listModels()).toEqual([])
    expect(await engine.status()).toEqual({
      engine: 'guide',
      reachable: true,
      version: null,
      checkedAt: 1_700_000_000_000,
      error: null,
    })
  })
})
