import type { Bot } from '@shared/model/bot'
import styles from './bot-mark.module.css'
import { classNames } from './class-names'

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The first character as a reader sees it, however many code units it takes. */
function firstLetterOf(name: string): string {
  for (const { segment } of segmenter.segment(name.trim())) return segment.toLocaleUpperCase()
  return '?'
}

export interface BotMarkProps {
  readonly bot: Pick<Bot, 'name' | 'color' | 'emoji'>
  readonly size?: 'small' | 'medium' | 'large'
}

/** A bot's face: its emoji, or the first letter of its name, on its colour. Its name stands beside it. */
export function BotMark({ bot, size = 'medium' }: BotMarkProps) {
  const emoji = bot.emoji.trim()
  return (
    <span
      className={classNames(
        styles['mark'],
        styles[size],
        styles[bot.color],
        emoji !== '' && styles['emoji'],
      )}
      aria-hidden="true"
    >
      {emoji === '' ? firstLetterOf(bot.name) : emoji}
    </span>
  )
}
