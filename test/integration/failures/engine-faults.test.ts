import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ErrorCode } from '@shared/contract/errors'
import type { BotId, SessionId } from '@shared/model/ids'
import { ENGINE_FAULTS, FAULTY_MODEL, KEPT_BEGINNING } from '@test/support/faults/engine-faults'
import type { EngineFault } from '@test/support/faults/engine-faults'
import { openHttpDoor, openWebSocketDoor } from '@test/support/doors'
import type { Script } from '@test/support/doors'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type { FakeVersion } from '@test/support/fake-ollama/options'
import { SCRIPTED_TEXT } from '@test/support/fake-ollama/words'
import { launchBot, startTestApp } from '@test/support/test-app'
import type { TestApp } from '@test/support/test-app'
import { readCaptures } from '../ollama-wire/captured-cases'

const DOORS = { 'a socket': openWebSocketDoor, HTTP: openHttpDoor }

describe.each(['0.24.0', '0.32.15'] as const)('with Ollama %s', (version) => {
  describe.each(Object.entries(DOORS))('a script over %s', (door, openDoor) => {
    let ollama: FakeOllama
    let app: TestApp
    let script: Script
    let botId: BotId
    let sessionId: SessionId

    beforeEach(async () => {
      ollama = await startFakeOllama({ version })
      app = await startTestApp({ ollamaUrl: ollama.url })
      ;({ botId, sessionId } = await launchBot(app, FAULTY_MODEL))
      const { secret } = await app.controller.access.createToken('test', 'owner')
      script = await openDoor(app.address, secret)
    })
    afterEach(async () => {
      await script.close()
      await app.close()
      await ollama.close()
    })

    it.each(ENGINE_FAULTS.map((fault) => [fault.name, fault] as const))(
      'is told so, and the next message is answered: %s',
      async (_name, fault) => {
        fault.prepare(ollama)
        const asked = ollama.requests.length
        const [{ streamed, reply }] = await Promise.all([
          script.say(sessionId, 'First'),
          strikeAfter(asked, fault),
        ])

        expect(reply).toMatchObject({ status: fault.status, error: { code: fault.code } })
        expect(reply.error?.message).toMatch(fault.says)
        // Neither an address nor a path of this machine.
        expect(JSON.stringify(reply.error)).not.toMatch(/\d+\.\d+\.\d+\.\d+|127|\/(tmp|home|root)/)
        expect(reply.text).toBe(streamed)
        if (fault.keeps) expect(reply.text).toContain(KEPT_BEGINNING)
        else expect(reply.text).toBe('')
        expect(await stored()).toEqual([
          ['First', 'complete', undefined],
          [reply.text, fault.status, fault.code],
        ])

        await fault.repair(ollama)
        await becomesReady()
        const second = await script.say(sessionId, 'Second')
        expect(second.reply).toMatchObject({ status: 'complete', error: null })
        expect(second.reply.text).toBe(SCRIPTED_TEXT)
        expect((await stored()).map(([, status]) => status)).toEqual([
          'complete',
          fault.status,
          'complete',
          'complete',
        ])
        // What failed is no part of what the model is told next; what had come of it is.
        const told = JSON.stringify(ollama.requests.findLast(isChat)?.body)
        expect(told).toContain('First')
        expect(told).not.toContain(reply.error?.message ?? '-')
      },
    )

    // One door is enough for these: what is special about the other was shown above.
    it.each(door === 'HTTP' ? [] : capturedRefusals(version))(
      'is told what to do, and the next message is answered: as captured in $name',
      async ({ status, message }) => {
        ollama.setFault({ kind: 'server-error', status, message })
        const { reply } = await script.say(sessionId, 'First')
        expect(reply).toMatchObject({ status: 'failed', text: '', error: { code: codeOf(status) } })
        expect(reply.error?.message).toMatch(/Choose another|try again|pulling|Pull it|Settings/i)
        ollama.setFault(null)
        await becomesReady()
        const second = await script.say(sessionId, 'Second')
        expect(second.reply).toMatchObject({ status: 'complete', text: SCRIPTED_TEXT })
      },
    )

    /** Takes Ollama away once it was asked, and the first of the text was seen where there is some. */
    async function strikeAfter(asked: number, fault: EngineFault): Promise<void> {
      if (!fault.strike) return
      await ollama.waitFor(() => ollama.requests.slice(asked).some(isChat))
      if (fault.keeps) {
        await app.viewer.waitFor('turn.extended', ({ sessionId: id }) => id === sessionId)
        await ollama.waitFor(() => ollama.tokensSent > 0)
      }
      await fault.strike(ollama)
    }

    /** An engine that was away is looked for; a bot is ready again without anybody's doing. */
    async function becomesReady(): Promise<void> {
      await expect
        .poll(
          async () => {
            const { engines } = await app.call('models.list', {})
            const { instance } = await app.call('bots.status', { botId })
            return [engines.every(({ reachable }) => reachable), instance.state]
          },
          { timeout: 20_000 },
        )
        .toEqual([true, 'ready'])
    }

    async function stored(): Promise<(readonly [string, string, string | undefined])[]> {
      const { messages } = await script.call('messages.list', { sessionId })
      return messages.map(({ text, status, error }) => [text, status, error?.code])
    }
  })
})

/** Every answer to a chat that was captured and is an error; an overflow of the context is mended, not told. */
function capturedRefusals(version: FakeVersion) {
  return readCaptures(version)
    .filter(({ request, response }) => request.path === '/api/chat' && response.status >= 400)
    .filter(({ name, request }) => request.method === 'POST' && !name.startsWith('40b'))
    .map(({ name, response }) => ({
      name,
      status: response.status,
      message: reasonIn(response.lines[0]),
    }))
}

function reasonIn(line = '{"error":""}'): string {
  return line === '' ? '' : (JSON.parse(line) as { readonly error: string }).error
}

function codeOf(status: number): ErrorCode {
  if (status === 404) return 'model_not_found'
  if (status === 503) return 'engine_busy'
  return status < 500 ? 'invalid_input' : 'engine_unavailable'
}

const isChat = ({ path }: { readonly path: string }) => path === '/api/chat'
