import { fromWireError } from '@shared/contract/app-error'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import type { WireError } from '@shared/contract/errors'
import type { SessionId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { routes } from '@main/server/routes'
import { openEventStream, sendHttp } from './http-client'
import { clientMessageId } from './test-app'
import { connectWs } from './ws-client'

/** A script that uses the controller from outside: the same acts, whichever door it comes through. */
export interface Script {
  call<N extends CommandName>(name: N, input: CommandRequest<N>): Promise<CommandOutput<N>>
  /** Sends a message and answers its reply as stored, with all the text that was streamed before. */
  say(
    sessionId: SessionId,
    text: string,
  ): Promise<{ readonly streamed: string; readonly reply: Message }>
  close(): Promise<void>
}

export type OpenDoor = (address: string, token: string) => Promise<Script>

export const openWebSocketDoor: OpenDoor = async (address, token) => {
  const client = await connectWs(address)
  await client.call('access.signIn', { token })
  return {
    call: (name, input) => client.call(name, input),
    say: async (sessionId, text) => {
      await client.call('sessions.watch', { sessionId })
      const { turnId } = await client.call('messages.send', {
        sessionId,
        clientMessageId: clientMessageId(),
        text,
      })
      let reply: Message | null = null
      await client.waitForEvent((event) => {
        if (event.event === 'turn.ended' && event.turnId === turnId) reply = event.message
        return reply !== null
      })
      const parts = client.events
        .filter((event) => event.event === 'turn.extended')
        .filter((event) => event.turnId === turnId)
      return found(reply, parts.map((event) => event.text).join(''))
    },
    close: () => client.close(),
  }
}

export const openHttpDoor: OpenDoor = (address, token) =>
  Promise.resolve({
    call: async (name, input) => {
      const { method, path, body } = requestOf(name, input)
      const answer = await sendHttp(address, path, {
        method,
        token,
        ...(body !== undefined && { json: body }),
      })
      if (answer.status >= 400) throw fromWireError((answer.json() as { error: WireError }).error)
      // The contract says what each command answers; the wire cannot.
      return (answer.text === '' ? {} : answer.json()) as CommandOutput<typeof name>
    },
    say: async (sessionId, text) => {
      const stream = await openEventStream(address, `/api/v1/sessions/${sessionId}/messages`, {
        token,
        json: { text },
      })
      let streamed = ''
      let reply: Message | null = null
      for await (const { event, data } of stream.events) {
        if (event === 'turn.extended') streamed += (data as { text: string }).text
        if (event === 'turn.ended') reply = (data as { message: Message }).message
      }
      return found(reply, streamed)
    },
    close: () => Promise.resolve(),
  })

function found(reply: Message | null, streamed: string): { streamed: string; reply: Message } {
  if (!reply) throw new Error('The reply did not come.')
  return { streamed, reply }
}

/** A command as the request that its row in the route table stands for. */
function requestOf(
  name: CommandName,
  input: object,
): { method: string; path: string; body?: unknown } {
  const route = routes.find((candidate) => candidate.command === name)
  if (!route) throw new Error(`No address names ${name}.`)
  const rest = new Map<string, unknown>(Object.entries(input))
  const path = route.path.replace(/:(\w+)/g, (_all, field: string) => {
    const value = String(rest.get(field))
    rest.delete(field)
    return encodeURIComponent(value)
  })
  if (route.method !== 'GET') return { method: route.method, path, body: Object.fromEntries(rest) }
  const query = new URLSearchParams(
    [...rest].map(([key, value]): [string, string] => [key, String(value)]),
  )
  return { method: 'GET', path: query.size > 0 ? `${path}?${query.toString()}` : path }
}
