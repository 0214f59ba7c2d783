import type { SessionId } from '@shared/model/ids'
import { connectWs } from '@test/support/ws-client'
import type { KillableController } from './killable-controller'

/** A launched bot with empty sessions, and a token that outlives the process. */
export async function prepareTalks(
  controller: KillableController,
  sessions: number,
): Promise<{ readonly token: string; readonly sessionIds: readonly SessionId[] }> {
  await controller.whenReachable()
  const client = await connectWs(controller.address, { token: controller.secret })
  const { secret: token } = await client.call('access.createToken', {
    name: 'torture',
    role: 'owner',
  })
  const { bot } = await client.call('bots.create', { name: 'Talker', model: 'tiny' })
  await client.call('overview.watch', {})
  await client.call('bots.launch', { botId: bot.id })
  await client.waitForEvent(
    (event) =>
      event.event === 'instance.changed' &&
      event.instance.botId === bot.id &&
      event.instance.state === 'ready',
  )
  const sessionIds: SessionId[] = []
  for (let count = 0; count < sessions; count += 1) {
    const { session } = await client.call('sessions.create', { botId: bot.id })
    sessionIds.push(session.id)
  }
  await client.close()
  return { token, sessionIds }
}
