import { useId } from 'react'
import { TextField } from '../../ui/text-field'
import styles from './bot-dialog.module.css'
import type { BotFormState } from './use-bot-form'

/** How freely a bot answers, and how long at most. */
export function BotOptionFields({ state }: { readonly state: BotFormState }) {
  const { form, change, touch } = state
  const sliderId = useId()
  const slider = Number(form.temperature)
  return (
    <div className={styles['options']}>
      <div className={styles['temperature']}>
        <label htmlFor={sliderId} className="visually-hidden">
          Temperature slider
        </label>
        <input
          id={sliderId}
          type="range"
          className={styles['slider']}
          min={0}
          max={2}
          step={0.1}
          value={Number.isNaN(slider) ? 0 : slider}
          onChange={({ target }) => change({ temperature: target.value })}
        />
        <TextField
          label="Temperature"
          inputMode="decimal"
          autoComplete="off"
          hint="0 keeps to the point, 2 is wild."
          error={state.errorAt('temperature')}
          value={form.temperature}
          onChange={({ target }) => {
            touch('temperature')
            change({ temperature: target.value.replace(',', '.') })
          }}
        />
      </div>
      <TextField
        label="Longest reply"
        inputMode="numeric"
        autoComplete="off"
        hint="In tokens; about ¾ of a word each."
        error={state.errorAt('maxTokens')}
        value={form.maxTokens}
        onChange={({ target }) => {
          touch('maxTokens')
          change({ maxTokens: target.value.trim() })
        }}
      />
    </div>
  )
}
