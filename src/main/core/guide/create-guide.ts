import { FIRST_PERSON } from '@shared/model/person'
import type { BotService } from '../bots/bot-service'
import type { SessionService } from '../sessions/session-service'
import type { BotStore } from '../storage/storage'
import { OPENING_MESSAGE } from './small-talk'

const INSTRUCTIONS = 'Answers questions about Port 8000 from its user guide. Needs no model.'

/** On the very first start: the Guide, launched, with a conversation that it opens. Does nothing later on. */
export async function createGuideAtFirstStart(
  store: Pick<BotStore, 'usedIds' | 'setLaunched'>,
  bots: Pick<BotService, 'create'>,
  sessions: Pick<SessionService, 'create'>,
): Promise<void> {
  if ((await store.usedIds()).length > 0) return
  const guide = await bots.create({
    name: 'Guide',
    color: 'teal',
    emoji: '🧭',
    engine: 'guide',
    instructions: INSTRUCTIONS,
  })
  await store.setLaunched(guide.id, true)
  await sessions.create(guide.id, FIRST_PERSON, OPENING_MESSAGE)
}
