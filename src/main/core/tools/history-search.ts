import { AppError } from '@shared/contract/app-error'
import type { BotId, MessageId, SessionId } from '@shared/model/ids'
import type { SearchGroup } from '@shared/model/search'
import type { Reader } from '../access/standing'
import type { SearchService } from '../search/search-service'
import type { Tool, ToolArguments, ToolContext } from './tool'

const MAX_SESSIONS = 8
const MAX_HITS = 3
const MAX_EXCERPT = 300
const MAX_QUERY = 200

export interface HistorySearchDeps {
  readonly search: Pick<SearchService, 'search'>
  /**
   * Whose eyes look, for that person in that session; null where they are not known any more. In a session that others
   * read too, only what everybody here may read.
   */
  readonly readerFor: (person: string, sessionId: SessionId) => Promise<Reader | null>
  readonly nameOf: (botId: BotId) => string
  /** Whether models are ever told of that message. */
  readonly isTold: (messageId: MessageId) => Promise<boolean>
}

/** What was said before, in the sessions of whoever sent the message: short excerpts, never whole conversations. */
export function historySearch(deps: HistorySearchDeps): Tool {
  return {
    name: 'history.search',
    description:
      'Search earlier conversations of this person. Answers short excerpts with title, bot and date.',
    parameters: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'Words to look for', minLength: 1, maxLength: 200 },
      },
      required: ['query'],
      additionalProperties: false,
    },
    server: null,
    fingerprint: null,
    run: (args, context) => find(deps, args, context),
  }
}

async function find(
  { search, readerFor, nameOf, isTold }: HistorySearchDeps,
  args: ToolArguments,
  { person, sessionId, message }: ToolContext,
): Promise<string> {
  const reader = await readerFor(person, sessionId)
  if (!reader)
    throw new AppError(
      'forbidden',
      'It is not known any more who sent this message. Send it again to search.',
    )
  const query = typeof args['query'] === 'string' ? args['query'].slice(0, MAX_QUERY) : ''
  // A searcher of its own, so that it takes the place of nobody's search.
  const { groups } = await search.search({ query, limit: MAX_SESSIONS, offset: 0 }, reader, {})
  const told = await Promise.all(groups.map((group) => toldOf(group, isTold)))
  const found = told
    .map((group) => excerptOf(group, nameOf, message.id))
    .filter(({ said }) => said.length > 0)
  return JSON.stringify(found.length === 0 ? { found: 'nothing' } : { conversations: found })
}

/** Commands and their output are for people. */
async function toldOf(group: SearchGroup, isTold: HistorySearchDeps['isTold']) {
  const are = await Promise.all(group.hits.map(({ messageId }) => isTold(messageId)))
  return { ...group, hits: group.hits.filter((_hit, at) => are[at]) }
}

function excerptOf(
  { session, hits }: SearchGroup,
  nameOf: (botId: BotId) => string,
  asked: string,
) {
  return {
    title: session.title,
    bot: nameOf(session.botId),
    said: hits
      // The question itself is no answer to it.
      .filter(({ messageId }) => messageId !== asked)
      .slice(0, MAX_HITS)
      .map(({ author, createdAt, snippet }) => ({
        by: author,
        on: new Date(createdAt).toISOString().slice(0, 10),
        text: snippet.text.slice(0, MAX_EXCERPT),
      })),
  }
}
