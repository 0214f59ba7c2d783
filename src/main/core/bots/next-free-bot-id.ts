import type { BotId } from '@shared/model/ids'

/** `BOT-001`, or the lowest number of that form that was never used. */
export function nextFreeBotId(used: readonly BotId[]): BotId {
  const taken = new Set(used)
  for (let number = 1; ; number++) {
    const id = `BOT-${String(number).padStart(3, '0')}`
    if (!taken.has(id)) return id
  }
}
