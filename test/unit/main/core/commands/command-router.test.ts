import { describe, expect, it } from 'vitest'
import type { AppError } from '@shared/contract/app-error'
import { commands } from '@shared/contract/commands'
import { ACCESS_LEVELS } from '@shared/model/access'
import { CommandRouter } from '@main/core/commands/command-router'
import type { CommandHandlers } from '@main/core/commands/command-router'
import { callerOf, ownerCaller } from '@test/support/recording-viewer'
import { ONLY_OWNER } from '@test/support/first-person'

const called: string[] = []
// Every command answers its own name: what is under test is who gets through, not what is done.
const handlers = Object.fromEntries(
  Object.keys(commands).map((name) => [
    name,
    (input: unknown) => Promise.resolve(called.push(name) && { name, input }),
  ]),
) as unknown as CommandHandlers
const router = new CommandRouter(handlers, {
  people: ONLY_OWNER,
  guard: { check: (_name, input) => input },
})

async function codeOf(answer: Promise<unknown>): Promise<string> {
  return answer.then(
    () => 'ok',
    (error: unknown) => (error as AppError).code,
  )
}

describe('CommandRouter', () => {
  it.each(['toString', '__proto__', 'constructor', 'bots', 'bots.nothing', ''])(
    'knows no command %j',
    async (name) => {
      expect(await codeOf(router.dispatch(name, {}, ownerCaller()))).toBe('not_found')
    },
  )

  it.each(Object.entries(commands))(
    'asks for the level of %s and lets nobody below it through',
    async (name, { access }) => {
      for (const role of ['viewer', 'member', 'owner'] as const) {
        const code = await codeOf(
          router.dispatch(name, {}, callerOf({ personId: 'owner', role, credential: null })),
        )
        const allowed = ACCESS_LEVELS.indexOf(role) >= ACCESS_LEVELS.indexOf(access)
        expect(code === 'forbidden').toBe(!allowed)
      }
      const code = await codeOf(router.dispatch(name, {}, callerOf(null)))
      expect(code === 'unauthenticated').toBe((access as string) !== 'public')
    },
  )

  it.each([
    ['bots.get', { botId: '../../etc' }],
    ['bots.get', { botId: 'BOT-001', extra: 1 }],
    ['bots.get', { botId: 7 }],
    ['bots.get', null],
    ['messages.list', { sessionId: 'x' }],
    ['messages.list', { sessionId: '01999999-0000-7000-8000-000000000000', limit: -1 }],
    [
      'messages.send',
      {
        sessionId: '01999999-0000-7000-8000-000000000000',
        clientMessageId: 'abcdefgh',
        text: ' \n ',
      },
    ],
    ['server.listen', { port: 70_000 }],
    ['settings.update', { llamaEndpoint: 'file:///etc/passwd' }],
  ])('refuses wrong input to %s before it reaches the handler: %j', async (name, input) => {
    const before = called.length
    expect(await codeOf(router.dispatch(name, input, ownerCaller()))).toBe('invalid_input')
    expect(called).toHaveLength(before)
  })
})
