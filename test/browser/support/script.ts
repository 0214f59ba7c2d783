import type { BotId, SessionId } from '@shared/model/ids'
import type { CommandRequest } from '@shared/contract/commands'
import type { InstanceState } from '@shared/model/instance'
import type { WsClient } from '@test/support/ws-client'

type NewBot = CommandRequest<'bots.create'>

/** Creates a bot by script and launches it; resolves once it is ready. */
export async function launchBot(script: WsClient, fields: Partial<NewBot> = {}): Promise<BotId> {
  const botId = await createBot(script, fields)
  await script.call('bots.launch', { botId })
  await reachesState(script, botId, 'ready')
  return botId
}

export async function createBot(script: WsClient, fields: Partial<NewBot> = {}): Promise<BotId> {
  const { bot } = await script.call('bots.create', { name: 'Tutor', model: 'tiny', ...fields })
  return bot.id
}

/** Resolves once the bot is, or after this call becomes, what is asked. */
export async function reachesState(
  script: WsClient,
  botId: BotId,
  state: InstanceState,
): Promise<void> {
  const seen = script.events.length
  const { instances } = await script.call('overview.watch', {})
  if (instances.some((one) => one.botId === botId && one.state === state)) return
  await script.waitForEvent(
    (event) =>
      script.events.indexOf(event) >= seen &&
      event.event === 'instance.changed' &&
      event.instance.botId === botId &&
      event.instance.state === state,
  )
}

/** A new session with the bot; the script watches it. */
export async function createSession(script: WsClient, botId: BotId): Promise<SessionId> {
  const { session } = await script.call('sessions.create', { botId })
  await script.call('sessions.watch', { sessionId: session.id })
  return session.id
}

let sent = 0

/** Says something and resolves with the reply as it was stored. The script has to watch the session. */
export async function sayByScript(
  script: WsClient,
  sessionId: SessionId,
  text: string,
): Promise<string> {
  const clientMessageId = `browser-test-${String(++sent)}`
  const { turnId } = await script.call('messages.send', { sessionId, clientMessageId, text })
  const ended = await script.waitForEvent(
    (event) => event.event === 'turn.ended' && event.turnId === turnId,
  )
  return ended.event === 'turn.ended' ? ended.message.text : ''
}
