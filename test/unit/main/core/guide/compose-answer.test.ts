import { describe, expect, it } from 'vitest'
import { composeAnswer } from '@main/core/guide/compose-answer'
import { EXAMPLE_QUESTIONS, OPENING_MESSAGE } from '@main/core/guide/small-talk'
import type { Passage, RankedPassage } from '@main/core/guide/guide-index'

const launch: Passage = {
  page: 'bots',
  pageTitle: 'Bots',
  heading: 'Launch a bot',
  text: 'Press **Launch**.\n\n```\ncurl x\n```',
}
const ids: Passage = {
  page: 'bots',
  pageTitle: 'Bots',
  heading: 'Create a bot',
  text: 'An id has capital letters. Then launch it.',
}

const ranked = (...passages: readonly Passage[]): readonly RankedPassage[] =>
  passages.map((passage, at) => ({ passage, score: passages.length - at }))

describe('composeAnswer', () => {
  it('quotes the passage whole, with its heading, its page and where it is from', () => {
    expect(composeAnswer('How do I launch a bot?', ranked(launch))).toBe(
      [
        'From the user guide:',
        '',
        '**Launch a bot** (from *Bots*)',
        '',
        '> Press **Launch**.',
        '>',
        '> ```',
        '> curl x',
        '> ```',
      ].join('\n'),
    )
  })

  it('names a page once where the passage is its beginning', () => {
    expect(composeAnswer('bots', ranked({ ...launch, heading: 'Bots' }))).toContain('**Bots**\n\n>')
  })

  it('puts the passage that is about the question before one that only mentions it', () => {
    const answer = composeAnswer('How do I launch a bot?', ranked(ids, launch))
    expect(answer.indexOf('**Launch a bot**')).toBe('From the user guide:\n\n'.length)
  })

  it('quotes three passages at most', () => {
    const many = Array.from({ length: 6 }, (_, at) => ({ ...launch, text: `Text ${at}.` }))
    expect(composeAnswer('launch a bot', ranked(...many)).match(/\(from/g)).toHaveLength(3)
  })

  it('finds nothing where one word fits by chance, and offers questions that it can answer', () => {
    const answer = composeAnswer('What is the capital of France?', ranked(ids))
    expect(answer).toMatch(/^I found nothing on that in the user guide\./)
    expect(answer).toContain(EXAMPLE_QUESTIONS)
    expect(answer).not.toContain('>')
  })

  it('finds nothing where the index found nothing', () => {
    expect(composeAnswer('How do I launch a bot?', [])).toMatch(/^I found nothing/)
  })

  it.each(['', '   ', '???', 'what is it', '👋🏽'])(
    'finds nothing in %j, which asks nothing',
    (question) => {
      expect(composeAnswer(question, ranked(launch))).toMatch(/^I found nothing/)
    },
  )

  it('says that it is no language model, and how to add one, when asked what it is', () => {
    for (const question of [
      'Who are you?',
      'Are you an AI?',
      'are you ChatGPT',
      'Which model are you?',
    ]) {
      const answer = composeAnswer(question, ranked(launch))
      expect(answer, question).toContain('I am not a language model')
      expect(answer, question).toContain('install Ollama')
    }
  })

  it('greets back instead of searching', () => {
    for (const greeting of ['hi', 'Hello!', 'hey there', 'Good morning.']) {
      expect(composeAnswer(greeting, ranked(launch)), greeting).toMatch(/^Hello\. I am the Guide\./)
    }
    expect(composeAnswer('Thanks a lot!', ranked(launch))).toMatch(/^You are welcome/)
  })

  it('answers a question that only begins with a greeting', () => {
    expect(composeAnswer('Hello, how do I launch a bot?', ranked(launch))).toContain(
      '**Launch a bot**',
    )
  })
})

describe('OPENING_MESSAGE', () => {
  it('says what the Guide is, what to ask and how to add a model', () => {
    expect(OPENING_MESSAGE).toContain('I am not a language model')
    expect(OPENING_MESSAGE).toContain(EXAMPLE_QUESTIONS)
    expect(OPENING_MESSAGE).toContain('ollama pull')
  })
})
