import { useId } from 'react'
import styles from './bot-stored-answers-field.module.css'
import { toolsOf } from './tool-grants'
import type { BotFormState } from './use-bot-form'

/** Whether the bot may offer an answer that was given before while its engine is away; never one that has tools. */
export function BotStoredAnswersField({ state }: { readonly state: BotFormState }) {
  const id = useId()
  const { storedAnswers, tools } = state.form.options
  const isOn = storedAnswers === 'on'
  const hasTools = toolsOf(tools).length > 0
  return (
    <div>
      <label className={styles['switch']}>
        <input
          type="checkbox"
          checked={isOn}
          // What is on can always be turned off.
          disabled={hasTools && !isOn}
          aria-describedby={id}
          onChange={({ target }) =>
            state.change({ options: { storedAnswers: target.checked ? 'on' : '' } })
          }
        />
        Offer stored answers while Ollama is away
      </label>
      <p id={id} className={styles['note']}>
        {hasTools
          ? 'Not for a bot with tools: what they would do now is not known.'
          : 'Where you asked exactly the same before, you get that answer, marked with its date. Kept from now on.'}
      </p>
    </div>
  )
}
