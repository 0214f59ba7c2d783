import type { FakeModel } from './options.ts'

const TINY_TEMPLATE =
  '{{- if .System }}<|system|>{{ .System }}<|end|>{{ end }}{{ if .Prompt }}<|user|>{{ .Prompt }}<|end|>{{ end }}<|assistant|>{{ .Response }}'

/** The models of the captures: `tiny` and `tiny2` talk nonsense, `scripted` says a fixed text, `embed` only embeds. */
export const DEFAULT_MODELS: readonly FakeModel[] = [
  {
    name: 'scripted',
    capabilities: ['completion', 'tools', 'thinking'],
    voice: 'script',
    size: 170_936_276,
    parameterSize: '42.73M',
    embeddingLength: 384,
    template: `${TINY_TEMPLATE}{{ if .Tools }}{{ .Tools }}{{ end }}`,
  },
  {
    name: 'tiny2',
    size: 114_689_555,
    parameterSize: '57.33M',
    quantization: 'F16',
    embeddingLength: 768,
    template: TINY_TEMPLATE,
  },
  {
    name: 'tiny',
    size: 570_663,
    parameterSize: '140K',
    template: TINY_TEMPLATE,
    system: 'You are a tiny random test model.',
    license: 'Test license: random weights, no rights reserved.',
  },
  { name: 'embed', capabilities: ['embedding'], size: 563_000, parameterSize: '140K' },
]
