import { describe, expect, it } from 'vitest'
import { questionTermsOf, stemOf, termsOf } from '@main/core/guide/question-terms'

describe('stemOf', () => {
  it.each([
    ['stop', 'stops', 'stopped', 'stopping'],
    ['launch', 'launches', 'launched', 'launching'],
    ['queue', 'queues', 'queued', 'queuing'],
    ['message', 'messages'],
    ['retry', 'retries'],
    ['store', 'stores', 'stored', 'storing'],
    ['setting', 'settings', 'set'],
    ['call', 'calls', 'called', 'calling'],
  ])('brings the forms of "%s" together', (...forms) => {
    expect(new Set(forms.map(stemOf)).size).toBe(1)
  })

  it.each(['status', 'address', 'analysis', 'is'])('leaves "%s", which is no plural', (word) => {
    expect(stemOf(word)).toBe(word)
  })

  it('keeps different words apart', () => {
    expect(new Set(['stop', 'start', 'state', 'store', 'token', 'port'].map(stemOf)).size).toBe(6)
  })
})

describe('termsOf', () => {
  it('keeps only words of weight, each once', () => {
    expect(termsOf('How do I stop a bot? Bots, STOP!')).toEqual(['stop', 'bot'])
  })

  it('keeps numbers, names of settings and letters of every script', () => {
    expect(termsOf('LLAMA_ENDPOINT on 8000 für Ärger 端口')).toEqual([
      'llama_endpoint',
      '8000',
      'für',
      'ärger',
      '端口',
    ])
  })

  it('finds nothing where nothing is asked', () => {
    expect(termsOf('what is it? ??? …')).toEqual([])
  })
})

describe('questionTermsOf', () => {
  it('adds the words of the guide that mean the same', () => {
    expect(questionTermsOf('remove a chat')).toEqual([
      ['remov', 'delet'],
      ['chat', 'session', 'conversation'],
    ])
  })

  it('reads only the beginning of a pasted page', () => {
    const pasted = Array.from({ length: 5_000 }, (_, at) => `word${at}`).join(' ')
    expect(questionTermsOf(pasted).length).toBe(40)
  })
})
