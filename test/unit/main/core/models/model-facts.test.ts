import { describe, expect, it } from 'vitest'
import { AppError } from '@shared/contract/app-error'
import type { ModelDetails } from '@shared/model/model'
import { EventHub } from '@main/core/events/event-hub'
import { ModelFactsService } from '@main/core/models/model-facts'
import { ONLY_OWNER } from '@test/support/first-person'

type Shown = Omit<ModelDetails, 'usedBy'>

const TINY: Shown = {
  engine: 'ollama',
  name: 'tiny:latest',
  size: 600_000,
  family: 'llama',
  parameterSize: '140K',
  quantization: null,
  capabilities: ['completion'],
  contextLength: 4_096,
  modifiedAt: null,
  cloud: false,
  format: 'gguf',
  license: null,
  template: null,
  system: null,
  parameters: [
    { name: 'num_predict', value: '200' },
    { name: 'num_thread', value: '1' },
    { name: 'stop', value: '"<|end|>"' },
    { name: 'stop', value: String.raw`"\n\n"` },
    { name: 'temperature', value: '0.6' },
    { name: 'top_k', value: 'many' },
  ],
}

/** A host that answers when told to. */
class AskedHost {
  readonly asked: string[] = []
  readonly #answers: ((answer: Shown | AppError) => void)[] = []

  show(name: string): Promise<Shown> {
    this.asked.push(name)
    return new Promise((resolve, reject) => {
      this.#answers.push((answer) =>
        answer instanceof AppError ? reject(answer) : resolve(answer),
      )
    })
  }

  answer(answer: Shown | AppError): void {
    this.#answers.shift()?.(answer)
  }
}

function setUp() {
  const host = new AskedHost()
  const hub = new EventHub(ONLY_OWNER)
  return { host, hub, facts: new ModelFactsService({ host, hub }) }
}

const AWAY = new AppError('engine_unavailable', 'Ollama does not answer.')

describe('what is known of a model', () => {
  it('is asked once for questions at the same time, however the model is spelt, and then known', async () => {
    const { host, facts } = setUp()
    const both = Promise.all([facts.factsOf('tiny'), facts.factsOf('TINY:latest')])
    expect(facts.known('tiny')).toBeNull()
    host.answer(TINY)
    const [one, other] = await both
    expect(one).toBe(other)
    expect(facts.known('tiny:latest')).toBe(one)
    expect(await facts.factsOf('Tiny')).toBe(one)
    expect(host.asked).toEqual(['tiny'])
  })

  it('has the options its Modelfile sets as numbers and texts, and leaves out what it cannot read', async () => {
    const { host, facts } = setUp()
    const asking = facts.factsOf('tiny')
    host.answer(TINY)
    expect(await asking).toEqual({
      name: 'tiny:latest',
      capabilities: ['completion'],
      contextLength: 4_096,
      family: 'llama',
      parameterSize: '140K',
      cloud: false,
      declared: { maxTokens: 200, temperature: 0.6, stop: ['<|end|>', '\n\n'] },
    })
  })

  it('is null while the engine is away, and asked again the next time', async () => {
    const { host, facts } = setUp()
    const first = facts.factsOf('tiny')
    host.answer(AWAY)
    expect(await first).toBeNull()
    const second = facts.factsOf('tiny')
    host.answer(TINY)
    expect(await second).toMatchObject({ contextLength: 4_096 })
  })

  it('is forgotten when models change, also by an answer that was on its way', async () => {
    const { host, hub, facts } = setUp()
    const early = facts.factsOf('tiny')
    hub.publishOverview({ event: 'models.changed' })
    host.answer(TINY)
    expect(await early).toMatchObject({ name: 'tiny:latest' })
    expect(facts.known('tiny')).toBeNull()
    const late = facts.factsOf('tiny')
    host.answer({ ...TINY, contextLength: 8_192 })
    expect(await late).toMatchObject({ contextLength: 8_192 })
  })

  it('of one model is forgotten alone', async () => {
    const { host, facts } = setUp()
    for (const name of ['tiny', 'other']) {
      const asking = facts.factsOf(name)
      host.answer({ ...TINY, name })
      await asking
    }
    facts.forget('TINY')
    expect(facts.known('tiny')).toBeNull()
    expect(facts.known('other')).toMatchObject({ name: 'other' })
  })
})
