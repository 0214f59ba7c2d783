import { Check } from 'lucide-react'
import { useId } from 'react'
import type { Bot } from '@shared/model/bot'
import { BotMark } from '../../ui/bot-mark'
import { classNames } from '../../ui/class-names'
import { TextField } from '../../ui/text-field'
import styles from './bot-look-fields.module.css'
import type { BotFormState } from './use-bot-form'

/** Every colour the contract knows, with its word: colour alone says nothing to some. */
const COLORS: Readonly<Record<Bot['color'], string>> = {
  teal: 'Teal',
  blue: 'Blue',
  violet: 'Violet',
  pink: 'Pink',
  red: 'Red',
  orange: 'Orange',
  amber: 'Amber',
  green: 'Green',
  gray: 'Gray',
}

const EMOJI = ['🤖', '🔎', '🛠️', '📝', '💡', '📚', '🎓', '🧪', '🎨', '🌍'] as const

function isColor(name: string): name is Bot['color'] {
  return Object.hasOwn(COLORS, name)
}

/** How a bot is recognised at a glance: a colour, and an emoji in place of its first letter. */
export function BotLookFields({ state }: { readonly state: BotFormState }) {
  const { form, change } = state
  const group = useId()
  return (
    <div className={styles['look']}>
      <BotMark bot={{ ...form, name: form.name === '' ? '?' : form.name }} size="large" />
      <div className={styles['choices']}>
        <fieldset className={styles['group']}>
          <legend className={styles['legend']}>Colour</legend>
          {Object.entries(COLORS).map(([color, label]) => (
            <label
              key={color}
              className={classNames(styles['swatch'], styles[color])}
              title={label}
            >
              <input
                type="radio"
                name={group}
                className="visually-hidden"
                aria-label={label}
                checked={form.color === color}
                onChange={() => isColor(color) && change({ color })}
              />
              {form.color === color && <Check size={14} strokeWidth={3} aria-hidden="true" />}
            </label>
          ))}
        </fieldset>
        <div className={styles['emojiRow']}>
          <div className={styles['emojiField']}>
            <TextField
              label="Emoji"
              placeholder="None"
              autoComplete="off"
              error={state.errorAt('emoji')}
              value={form.emoji}
              onChange={({ target }) => {
                state.touch('emoji')
                change({ emoji: target.value })
              }}
            />
          </div>
          <div className={styles['emojis']} role="group" aria-label="Choose an emoji">
            {EMOJI.map((emoji) => (
              <button
                key={emoji}
                type="button"
                className={styles['emoji']}
                aria-pressed={form.emoji === emoji}
                onClick={() => change({ emoji: form.emoji === emoji ? '' : emoji })}
              >
                {emoji}
              </button>
            ))}
          </div>
        </div>
      </div>
    </div>
  )
}
