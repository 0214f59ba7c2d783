import type { Message } from '@shared/model/message'
import type { PromptMessage } from '../engines/engine'
import { isTold } from '../history/is-told'

const TASK = `You write down what matters of a conversation, so that whoever goes on with it need not read it. You are shown a part
of it, and perhaps the note so far: answer with one note that holds both. Keep names, numbers, decisions, what was agreed
and what is still open, in short sentences and in the language of the conversation. Answer with the note and nothing else.`

/** What a model is asked to write a note from: a part of a conversation, and what it wrote of the parts before. */
export function notePrompt(noteSoFar: string, part: string): PromptMessage[] {
  const before = noteSoFar === '' ? '' : `The note so far:\n${noteSoFar}\n\n`
  return [
    { role: 'system', content: TASK },
    { role: 'user', content: `${before}The conversation goes on:\n\n${part}\n\nThe note:` },
  ]
}

/** A message as a line of what is to be summed up; empty where nothing was said that models are told. */
export function lineOf(message: Pick<Message, 'author' | 'text' | 'details'>): string {
  const { author, text } = message
  return text.trim() === '' || !isTold(message)
    ? ''
    : `${author === 'person' ? 'Person' : 'Bot'}: ${text}`
}

/** The note in a model's answer, without what it thought aloud. */
export function noteIn(answer: string, maxLength: number): string {
  const said = answer.replace(/<think>[\s\S]*?(<\/think>|$)/g, '').trim()
  return Array.from(said).slice(0, maxLength).join('').slice(0, maxLength).trim()
}
