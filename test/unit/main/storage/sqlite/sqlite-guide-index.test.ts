import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Passage } from '@main/core/guide/guide-index'
import { createSqliteGuideIndex } from '@main/storage/sqlite/sqlite-guide-index'
import { anyText } from '@test/support/any-text'

const passage = (page: string, heading: string, text: string): Passage => ({
  page,
  pageTitle: page,
  heading,
  text,
})
const PASSAGES = [
  passage('bots', 'Create a bot', 'Give the bot a name and choose its model.'),
  passage('bots', 'Launch a bot', 'Launching loads the model. The bot is ready then.'),
  passage('bots', 'Stop a bot', 'Stopping keeps what was said by the bot.'),
  passage(
    'connect-ollama',
    'Connect Ollama',
    'Set the address of Ollama in Settings, so that a bot can use it.',
  ),
  passage(
    'connect-ollama',
    'When it is unreachable',
    'Look whether the **Ollama** server runs. The café has no network.',
  ),
  passage('scripts', 'Make a token', 'A script signs in with a token, and can talk to a bot.'),
] as const
const index = createSqliteGuideIndex(PASSAGES)
const headings = (query: string, limit = 3) =>
  index.search(query, limit).map(({ passage: { heading } }) => heading)

describe('the guide index', () => {
  it.each([
    ['How do I create a new bot?', 'Create a bot'],
    ['launching bots', 'Launch a bot'],
    ["What's the way to connect to OLLAMA, please?", 'Connect Ollama'],
    ['tokens for my scripts', 'Make a token'],
    ['cafe', 'When it is unreachable'],
  ])('answers "%s" with "%s" first', (query, heading) => {
    expect(headings(query)[0]).toBe(heading)
  })

  it('finds nothing where no word of weight matches', () => {
    expect(headings('What is the weather in Paris?')).toEqual([])
    expect(headings('how do I do it with the')).toEqual([])
    expect(headings('')).toEqual([])
    // "bot" is nearly everywhere; what the question is about is nowhere.
    expect(headings('Which bot bakes bread?')).toEqual([])
  })

  it('finds a word that is nearly everywhere where the question has no other, headings first', () => {
    expect(headings('What is a bot?')).toHaveLength(3)
    expect(headings('What is a bot?').every((heading) => heading.endsWith('a bot'))).toBe(true)
  })

  it('gives scores that fall and no more passages than asked for', () => {
    const found = index.search('ollama server address model', 10)
    const scores = found.map(({ score }) => score)
    expect(found.length).toBeGreaterThan(2)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(scores.every((score) => score > 0)).toBe(true)
    expect(index.search('ollama server address model', 1)).toEqual(found.slice(0, 1))
  })

  it.each([
    '"',
    'bot" OR "x',
    'NEAR(bot model)',
    'heading: bot',
    'bot*',
    '^bot',
    '- bot',
    '{a b} : bot',
    '\u0000bot',
    '\ud83d bot',
    '\u0301',
    '(((',
    'AND OR NOT',
  ])('takes %j as words, not as a query', (query) => {
    expect(() => index.search(query, 3)).not.toThrow()
  })

  it('takes any text at all', () => {
    fc.assert(
      fc.property(anyText(300), (query) => {
        expect(index.search(query, 3).length).toBeLessThanOrEqual(3)
      }),
    )
    expect(headings('token '.repeat(20_000))).toEqual(['Make a token'])
  })
})
