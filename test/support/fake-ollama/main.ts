import { parseArgs } from 'node:util'
import { startFakeOllama } from './fake-ollama.ts'
import type { FakeVersion } from './options.ts'

/** The fake as its own process, for benches: prints one JSON line with its address, then serves until it is ended. */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    version: { type: 'string', default: '0.32.15' },
    'first-token-ms': { type: 'string', default: '0' },
    'tokens-per-second': { type: 'string', default: '0' },
    'load-ms': { type: 'string', default: '0' },
    'reply-tokens': { type: 'string', default: '0' },
    parallel: { type: 'string', default: '0' },
    stamp: { type: 'boolean', default: false },
  },
})

const replyTokens = Number(values['reply-tokens'])
const tokens = Array.from({ length: replyTokens }, (_, index) => (index === 0 ? 'word' : ' word'))
const version: FakeVersion = values.version === '0.24.0' ? '0.24.0' : '0.32.15'

const fake = await startFakeOllama({
  version,
  port: Number(values.port),
  firstTokenMs: Number(values['first-token-ms']),
  tokensPerSecond: Number(values['tokens-per-second']),
  loadMs: Number(values['load-ms']),
  ...(Number(values.parallel) > 0 && { parallel: Number(values.parallel) }),
  record: false,
  stamp: values.stamp,
  ...(replyTokens > 0 ? { reply: () => tokens } : {}),
})

process.stdout.write(`${JSON.stringify({ url: fake.url })}\n`)
process.once('SIGTERM', () => void fake.close())
process.once('SIGINT', () => void fake.close())
