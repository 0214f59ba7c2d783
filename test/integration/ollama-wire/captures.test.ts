import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import { EXCLUDED, prepare } from './case-setups'
import { readCaptures, unfold } from './captured-cases'
import { factsOf } from './shape'
import type { IncomingMessage } from 'node:http'
import type { FakeOllama, FakeVersion } from '@test/support/fake-ollama/options'
import type { CapturedCase } from './captured-cases'

const VERSIONS: readonly FakeVersion[] = ['0.24.0', '0.32.15']
const FEWEST_CASES = 180

const COMPARED_HEADERS = [
  'content-type',
  'allow',
  'vary',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-max-age',
]

describe.each(VERSIONS)('the fake Ollama %s', (version) => {
  let fake: FakeOllama
  const cases = readCaptures(version)
  const replayed = cases.filter(({ name }) => EXCLUDED[name] === undefined)

  beforeAll(async () => {
    fake = await startFakeOllama({ version })
  })
  afterAll(() => fake.close())

  it('is held against nearly all that was captured', () => {
    expect(replayed.length).toBeGreaterThanOrEqual(FEWEST_CASES)
  })

  it.each(replayed.map((one) => [one.name, one] as const))(
    'answers like the real one: %s',
    async (name, captured) => {
      await prepare(fake, name)
      const answer = await send(fake, captured.request)
      const { status, transfer, headers, lines } = captured.response
      expect({ status: answer.status, transfer: answer.transfer, headers: answer.headers }).toEqual(
        {
          status,
          transfer,
          headers: picked(headers),
        },
      )
      expect(factsOf(answer.lines)).toEqual(factsOf(lines))
    },
  )
})

interface Answer {
  readonly status: number
  readonly transfer: string
  readonly headers: Readonly<Record<string, string>>
  readonly lines: readonly string[]
}

/** Sends a captured request byte for byte; a cut connection ends the answer where it was cut. */
function send(fake: FakeOllama, captured: CapturedCase['request']): Promise<Answer> {
  const body = Buffer.from(unfold(captured.body))
  const length =
    captured.method === 'POST' || captured.method === 'DELETE'
      ? { 'content-length': body.length }
      : {}
  return new Promise((resolve, reject) => {
    const sent = request({
      agent: false,
      host: '127.0.0.1',
      port: fake.port,
      method: captured.method,
      path: captured.path,
      headers: { ...captured.headers, ...length },
    })
    sent.once('error', reject)
    sent.once('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', () => undefined)
      response.once('close', () =>
        resolve(toAnswer(response, Buffer.concat(parts).toString('utf8'))),
      )
    })
    sent.end(body)
  })
}

function toAnswer(response: IncomingMessage, text: string): Answer {
  const transfer =
    'transfer-encoding' in response.headers
      ? 'chunked'
      : 'content-length' in response.headers
        ? 'length'
        : 'none'
  const headers = Object.fromEntries(
    Object.entries(response.headersDistinct).map(([key, values]) => [
      key,
      values?.join(', ') ?? '',
    ]),
  )
  return {
    status: response.statusCode ?? 0,
    transfer,
    headers: picked(headers),
    lines: text.split('\n').filter((line) => line.trim() !== ''),
  }
}

function picked(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([key]) => COMPARED_HEADERS.includes(key)),
  )
}
