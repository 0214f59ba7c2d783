import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { FIELD_LABELS } from './field-labels'
import type { NewerBot } from './newer-bot'

/** So much of a long text tells one version from another. */
const LONGEST_QUOTE = 60

function quote(text: string): string {
  if (text === '') return 'now empty'
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
  return `now “${short}”`
}

function sentenceOf({ bot, changed, both }: NewerBot): string {
  const fields = changed.map((field) => FIELD_LABELS[field]).join(', ')
  const what = fields === '' ? '' : ` (${fields})`
  const clash = both.map(({ field, theirs }) => `${FIELD_LABELS[field]} is ${quote(theirs)}.`)
  const told = [
    `${bot.id} was changed meanwhile${what}. Nothing was saved yet.`,
    ...clash,
    'Load the newer version: what you typed stays, everything else is as it is now. Then save.',
  ]
  return told.join(' ')
}

export interface NewerBotNoticeProps {
  readonly newer: NewerBot
  readonly onLoad: () => void
}

/** Somebody else was faster: what they changed, and the way on without losing what was typed. */
export function NewerBotNotice({ newer, onLoad }: NewerBotNoticeProps) {
  return (
    <ErrorState
      message={sentenceOf(newer)}
      actions={
        <Button small onClick={onLoad}>
          Load the newer version
        </Button>
      }
    />
  )
}
