import { DEFAULT_MODELS } from '@test/support/fake-ollama/default-models'
import type { FakeModel, FakeOllama, Fault } from '@test/support/fake-ollama/options'

/** Captures that are not replayed, each for the reason beside it. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  '50-speed-tiny': 'the capture itself leaves out most lines, the last one among them',
  '61-pull-abort':
    'its client closed the socket before the end; the pull test covers what stays behind',
  '63-pull-registry-dies':
    'a minute of repeated progress lines before the error; the fake has no dying registry',
}

const CAPTURED_MODELS = DEFAULT_MODELS.filter((model) => model.name !== 'embed')
const VICTIMS: readonly FakeModel[] = ['victim', 'victim2'].map((name) => ({ name }))

const EMPTY = ['03-tags-empty', '12c-cors-get-localhost', '12d-cors-get-app']

/** What was installed when a case was captured. */
export function modelsFor(name: string): readonly FakeModel[] {
  if (EMPTY.includes(name)) return []
  if (name.startsWith('70')) return DEFAULT_MODELS
  if (/^57(-|b|f)|^73-/.test(name)) return [...CAPTURED_MODELS, ...VICTIMS]
  if (name === '67b-load-truncated') return damaged('truncated')
  if (name === '67c-load-garbage') return damaged('garbage')
  if (name === '67f-load-blob-missing') return damaged('missing')
  if (name === '60c-tags-after-pull')
    return CAPTURED_MODELS.map((model) => ({
      ...model,
      name: `127.0.0.1:5011/library/${model.name}`,
    }))
  return CAPTURED_MODELS
}

function damaged(damage: 'truncated' | 'garbage' | 'missing'): readonly FakeModel[] {
  return CAPTURED_MODELS.map((model) => (model.name === 'tiny' ? { ...model, damage } : model))
}

/** What went wrong while a case was captured. */
export function faultFor(name: string): Fault | null {
  if (/^64-queue-[456]/.test(name)) return { kind: 'queue-full' }
  if (name === '55-runner-killed-midstream' || name === '55d-runner-killed-nostream')
    return { kind: 'error-line', afterTokens: 5 }
  if (/^(51-abort|66-server|66b-server)/.test(name)) return { kind: 'cut', afterTokens: 5 }
  return null
}

type Before = readonly (readonly [method: string, path: string, body: object])[]

const use = (model: string, more: object = {}): Before[number] => [
  'POST',
  '/api/chat',
  { model, messages: [], ...more },
]

/** What had been asked before. */
const BEFORE: Readonly<Record<string, Before>> = {
  '24-ps-after-load': [use('tiny')],
  '27c-ps-numctx': [use('tiny', { options: { num_ctx: 2048 } })],
  '27i-ps-numctx-clamped': [use('tiny', { options: { num_ctx: 100_000 } })],
  '29c-ps-two': [use('tiny'), use('tiny2')],
  '30c-ps-after-unload': [use('tiny'), use('tiny', { keep_alive: 0 })],
  '31b-ps-keepalive-10m': [use('tiny', { keep_alive: '10m' })],
  '31d-ps-keepalive-forever': [use('tiny', { keep_alive: -1 })],
  '31g-ps-after': [
    use('tiny'),
    ['POST', '/api/generate', { model: 'tiny', prompt: 'x', keep_alive: 0 }],
  ],
  '43b-tags-after-copy': [
    ['POST', '/api/create', { model: 'tmpcopy', from: 'tiny' }],
    ['POST', '/api/copy', { source: 'tiny', destination: 'tmp2' }],
  ],
  '44-delete-ok': [['POST', '/api/copy', { source: 'tiny', destination: 'tmp2' }]],
  '44b-delete-ok2': [['POST', '/api/create', { model: 'tmpcopy', from: 'tiny' }]],
  '57c-ps-after-delete': [use('tiny'), use('tiny2')],
  '57f-ps-deleted-still-loaded': [
    use('tiny'),
    use('victim'),
    ['DELETE', '/api/delete', { model: 'victim' }],
  ],
  '60b-pull-again': [
    ['POST', '/api/pull', { model: 'http://127.0.0.1:5011/library/tiny2:latest', insecure: true }],
  ],
  '73-ps-after-delete-loaded': [use('victim2'), ['DELETE', '/api/delete', { model: 'victim2' }]],
}

export async function prepare(fake: FakeOllama, name: string): Promise<void> {
  fake.setFault(null)
  fake.setModels(modelsFor(name))
  fake.unloadAll()
  for (const [method, path, body] of BEFORE[name] ?? []) {
    const response = await fetch(fake.url + path, { method, body: JSON.stringify(body) })
    await response.text()
  }
  fake.setFault(faultFor(name))
}
