import type { SessionEvent } from '@shared/contract/events'
import type { Message } from '@shared/model/message'
import type { ToolCall, ToolGrant } from '@shared/model/tool'
import { startFakeOllama } from '@test/support/fake-ollama/fake-ollama'
import type {
  ChatRequest,
  FakeOllama,
  FakeOllamaOptions,
  JsonObject,
  Said,
} from '@test/support/fake-ollama/options'
import { clientMessageId, startTestApp } from '@test/support/test-app'
import type { TestApp, TestAppOptions } from '@test/support/test-app'
import { connectWs } from '@test/support/ws-client'
import type { WsClient } from '@test/support/ws-client'

export interface ToolAppOptions {
  readonly grants?: readonly ToolGrant[]
  readonly model?: string
  /** What the model says, by how often it was asked in this turn: from 0. */
  readonly says: (round: number, request: ChatRequest) => Said
  readonly fake?: Partial<FakeOllamaOptions>
  readonly app?: TestAppOptions
}

/** A controller whose model calls tools, and its owner on a real socket who watches the bot's session. */
export interface ToolApp {
  readonly app: TestApp
  readonly fake: FakeOllama
  readonly owner: WsClient
  readonly botId: string
  readonly sessionId: string
  /** Says something and answers the turn. */
  readonly send: (text?: string, client?: WsClient) => Promise<string>
  readonly ended: (turnId: string) => Promise<Message>
  /** The first call that came to this state. */
  readonly call: (turnId: string, state: ToolCall['state'], nth?: number) => Promise<ToolCall>
  /** The chats that the model was asked, as they came over the wire. */
  readonly chats: () => readonly JsonObject[]
  /** On a socket of its own, for the owner or for somebody else. */
  readonly connect: (role: 'viewer' | 'member' | 'owner', personId?: string) => Promise<WsClient>
  /** The id of somebody new. */
  readonly personOf: (name: string) => Promise<string>
  readonly close: () => Promise<void>
}

export async function startToolApp(options: ToolAppOptions): Promise<ToolApp> {
  const fake = await startFakeOllama({
    ...options.fake,
    reply: (request) => options.says(roundOf(request), request),
  })
  const app = await startTestApp({ ollamaUrl: fake.url, ...options.app })
  const clients: WsClient[] = []
  const connect = async (role: 'viewer' | 'member' | 'owner', personId?: string) => {
    const { secret } = await app.controller.access.createToken(role, role, personId)
    const client = await connectWs(app.address, { token: secret })
    clients.push(client)
    return client
  }
  const owner = await connect('owner')
  const { botId, sessionId } = await launch(owner, options)
  return {
    ...{ app, fake, owner, botId, sessionId, connect },
    personOf: async (name) => (await app.call('people.add', { name })).person.id,
    send: async (text = 'What is it?', client = owner) => {
      const message = { sessionId, clientMessageId: clientMessageId(), text }
      return (await client.call('messages.send', message)).turnId
    },
    ended: async (turnId) => {
      const event = await eventOf(owner, 'turn.ended', (ended) => ended.turnId === turnId)
      return event.message
    },
    call: async (turnId, state, nth = 0) => {
      await owner.waitForEvent(() => callsOf(owner, turnId, state).length > nth)
      const call = callsOf(owner, turnId, state)[nth]
      if (!call) throw new Error('no such call')
      return call
    },
    chats: () =>
      fake.requests
        .filter(({ path }) => path === '/api/chat')
        .map(({ body }) => body as JsonObject)
        .filter(({ messages }) => Array.isArray(messages) && messages.length > 0),
    close: async () => {
      for (const client of clients) client.socket.terminate()
      await app.close()
      await fake.close()
    },
  }
}

async function launch(owner: WsClient, { grants = [], model = 'scripted' }: ToolAppOptions) {
  const { bot } = await owner.call('bots.create', {
    ...{ name: 'Helper', model, instructions: 'Be brief.' },
    options: { tools: [...grants] },
  })
  await owner.call('overview.watch', {})
  await owner.call('bots.launch', { botId: bot.id })
  await owner.waitForEvent(
    (event) => event.event === 'instance.changed' && event.instance.state === 'ready',
  )
  const { session } = await owner.call('sessions.create', { botId: bot.id })
  await owner.call('sessions.watch', { sessionId: session.id })
  return { botId: bot.id, sessionId: session.id }
}

type Named<N extends SessionEvent['event']> = Extract<SessionEvent, { event: N }>

export async function eventOf<N extends SessionEvent['event']>(
  client: WsClient,
  name: N,
  fits: (event: Named<N>) => boolean = () => true,
): Promise<Named<N>> {
  const isIt = (event: { readonly event: string }): event is Named<N> => event.event === name
  const found = await client.waitForEvent((event) => isIt(event) && fits(event))
  if (!isIt(found)) throw new Error('another event')
  return found
}

function callsOf(client: WsClient, turnId: string, state: ToolCall['state']): ToolCall[] {
  return client.events.flatMap((event) =>
    event.event === 'turn.toolChanged' && event.turnId === turnId && event.call.state === state
      ? [event.call]
      : [],
  )
}

/** How many rounds of results stand after the last thing a person said. */
function roundOf({ messages }: ChatRequest): number {
  const asked = messages.findLastIndex(({ role }) => role === 'user')
  return messages.slice(asked + 1).filter(({ role }) => role === 'assistant').length
}
