import type { BotId, SessionId } from '@shared/model/ids'
import { fold } from '../../core/search/fold-text.ts'
import type { SearchTerm } from '../../core/search/parse-query.ts'
import { FACT_MARKS } from './migrations/0005-search-index.ts'

/** As migration 5 chose which texts get trigrams. */
export const UNSPACED =
  /[\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}]/u
const TRIGRAM = 3

/** Whether words do not help to find it, and trigrams are there for it. */
export function isUnspaced({ words }: SearchTerm): boolean {
  return words.some((word) => UNSPACED.test(word))
}

/** Words in this order, the last one perhaps only begun. Quoted, and without quotes inside: never an operator. */
export function phraseOf({ words, isPrefix }: SearchTerm): string {
  return `"${words.join(' ')}"${isPrefix ? ' *' : ''}`
}

export function anyOf(words: readonly string[]): string {
  return `(${words.map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ')})`
}

/** All of these and none of those; null where there is nothing to look for. */
export function matchExpression(
  wanted: readonly string[],
  unwanted: readonly string[],
): string | null {
  if (wanted.length === 0) return null
  const all = wanted.join(' AND ')
  return unwanted.length === 0 ? all : `(${all}) NOT (${unwanted.join(' OR ')})`
}

/**
 * What narrows a text in such a script down: all trigrams of its words, or what its short words begin, of which `begun`
 * tells the trigrams. Says less than the term, so what it finds has to be looked at. Null: it can be nowhere.
 */
export function trigramExpression(
  { words }: SearchTerm,
  begun: (start: string) => readonly string[],
): string | null {
  const parts: string[] = []
  for (const word of words) {
    const characters = Array.from(fold(word))
    if (characters.length < TRIGRAM) {
      const trigrams = begun(characters.join(''))
      if (trigrams.length === 0) return null
      parts.push(anyOf(trigrams))
    }
    for (let at = 0; at + TRIGRAM <= characters.length; at += 1)
      parts.push(anyOf([characters.slice(at, at + TRIGRAM).join('')]))
  }
  return parts.join(' AND ')
}

/** That a message has code in it, as migration 5 says so. */
export const HAS_CODE = `facts : "${FACT_MARKS.code}c"`

/** Messages of sessions with one of these bots. Lets a few others through, so what it finds has to be looked at. */
export function ofBots(botIds: readonly BotId[]): string {
  const facts = botIds.map((id) => `"${FACT_MARKS.bot}${id.replaceAll('-', '')}"`)
  return `facts : (${facts.join(' OR ')})`
}

/** More sessions than this are looked through: each of them is looked up by itself. */
const MAX_SESSIONS = 200

/** Messages of these sessions; null where they are too many. */
export function ofSessions(sessionIds: readonly SessionId[]): string | null {
  if (sessionIds.length > MAX_SESSIONS) return null
  const facts = sessionIds.map(
    (id) => `"${FACT_MARKS.session}${id.replaceAll('-', '').slice(-12)}"`,
  )
  return `facts : (${facts.join(' OR ')})`
}
