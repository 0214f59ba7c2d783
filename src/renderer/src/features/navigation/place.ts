import type { BotId, SessionId } from '@shared/model/ids'

/** Somewhere in the UI, as the address says it: `#/BOT-001/<sessionId>`, `#/api/<operation>`, `#/models`. */
export type Place =
  | {
      readonly page: 'conversation'
      readonly botId: BotId | null
      readonly sessionId: SessionId | null
    }
  | { readonly page: 'api'; readonly operation: string | null }
  | { readonly page: 'models' }

function decode(part: string | undefined): string | null {
  if (part === undefined || part === '') return null
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

/** Reads an address fragment, with or without its `#`. Anything else is the conversation, with nothing chosen. */
export function placeOf(hash: string): Place {
  const [, first, second] = hash.replace(/^#/, '').split('/')
  if (first === 'api') return { page: 'api', operation: decode(second) }
  if (first === 'models') return { page: 'models' }
  return { page: 'conversation', botId: decode(first), sessionId: decode(second) }
}

function partsOf(place: Place): readonly (string | null)[] {
  switch (place.page) {
    case 'api':
      return ['api', place.operation]
    case 'models':
      return ['models']
    case 'conversation':
      return [place.botId, place.sessionId]
  }
}

/** Writes an address fragment with its `#`. */
export function hashOf(place: Place): string {
  return `#/${partsOf(place)
    .filter((part) => part !== null)
    .map(encodeURIComponent)
    .join('/')}`
}
