import type { Message } from '@shared/model/message'
import type { PromptMessage } from '../engines/engine'
import { isTold } from '../history/is-told'
import { titleOf } from './title-of'

/** So much of what was said is enough to name it, and is read in a moment. In characters, of each message. */
const MAX_EXCERPT = 1_500

const TASK = `You name conversations. Answer with a title for the conversation you are shown: at most six words, in its
language, about its subject, without quotation marks and without a full stop. Answer with the title and nothing else.`

/** What a model is asked to name a conversation from: its first messages. */
export function titlePrompt(messages: readonly Message[]): PromptMessage[] {
  const told = messages
    .filter((message) => isTold(message) && message.text.trim() !== '')
    .map(({ author, text }) => `${author === 'person' ? 'Person' : 'Bot'}: ${excerptOf(text)}`)
  return [
    { role: 'system', content: TASK },
    { role: 'user', content: `${told.join('\n\n')}\n\nTitle:` },
  ]
}

/** The title in a model's answer, which may be wrapped in what it was asked to leave out; null where there is none. */
export function titleIn(answer: string): string | null {
  const spoken = answer.replace(/<think>[\s\S]*?(<\/think>|$)/g, '')
  const line = spoken.split('\n').find((candidate) => candidate.trim() !== '') ?? ''
  const bare = line
    .replace(/^\W*titles?\s*:/i, '')
    .trim()
    .replace(/^["'“”«„‘`*_]+|["'“”»‟’`*_.]+$/g, '')
  const title = titleOf(bare)
  return title === '' ? null : title
}

function excerptOf(text: string): string {
  const characters = Array.from(text)
  return characters.length <= MAX_EXCERPT ? text : `${characters.slice(0, MAX_EXCERPT).join('')} …`
}
