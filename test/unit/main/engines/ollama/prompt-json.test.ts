import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PromptMessage } from '@main/core/engines/engine'
import { PromptJson } from '@main/engines/ollama/prompt-json'
import { anyText } from '@test/support/any-text'

const user = (content: string): PromptMessage => ({ role: 'user', content })
const assistant = (content: string): PromptMessage => ({ role: 'assistant', content })
const system = (content: string): PromptMessage => ({ role: 'system', content })

const step = fc.record({
  said: anyText(40),
  reply: fc.option(anyText(40), { nil: null }),
  /** Turns that no longer fit. */
  dropped: fc.nat(3),
  /** Turns that are not in the branch that goes on here. */
  left: fc.nat(2),
  instructions: fc.option(anyText(20), { nil: null }),
  /** Read anew: the same messages, but other objects. */
  readAnew: fc.boolean(),
})

describe('the JSON of prompts', () => {
  it('is what JSON.stringify makes of each, however a talk goes on', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const json = new PromptJson()
        let talk: PromptMessage[] = []
        for (const { said, reply, dropped, left, instructions, readAnew } of steps) {
          if (readAnew) talk = talk.map((message) => ({ ...message }))
          talk = talk.slice(dropped, talk.length - left)
          talk.push(user(said))
          const prompt = instructions === null ? talk : [system(instructions), ...talk]
          expect(json.of(prompt).toString()).toBe(JSON.stringify(prompt))
          if (reply !== null) talk.push(assistant(reply))
        }
      }),
    )
  })

  it('stays right where the same message is answered again, and where talks take turns', () => {
    const json = new PromptJson()
    const one = [user('a'), assistant('b'), user('c')]
    const other = [user('x')]
    for (const prompt of [one, other, one, [...other, assistant('y'), user('z')], [], one])
      expect(json.of(prompt).toString()).toBe(JSON.stringify(prompt))
  })

  it('does not change what it answered before', () => {
    const json = new PromptJson()
    const talk = [user('a'), assistant('b'), user('c')]
    const before = json.of(talk)
    json.of([...talk.slice(2), assistant('d'), user('e')])
    expect(before.toString()).toBe(JSON.stringify(talk))
  })
})
