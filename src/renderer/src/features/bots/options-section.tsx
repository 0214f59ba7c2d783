import { Suspense, lazy, useState } from 'react'
import { Skeleton } from '../../ui/skeleton'
import styles from './options-section.module.css'
import { SECTION_FIELDS } from './options-form'
import type { BotFormState } from './use-bot-form'

const OptionsOfModel = lazy(() =>
  import('./options-of-model').then((module) => ({ default: module.OptionsOfModel })),
)

/** What else a bot asks of its model: closed until somebody wants it, or something in it is wrong. */
export function OptionsSection({ state }: { readonly state: BotFormState }) {
  const [opened, setOpened] = useState(false)
  const isWrong = SECTION_FIELDS.some((field) => state.errorAt(field) !== undefined)
  const set = SECTION_FIELDS.filter((field) => state.form.options[field] !== '').length
  const isOpen = opened || isWrong
  const model = state.form.model.trim()
  return (
    <details
      className={styles['section']}
      open={isOpen}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary className={styles['summary']}>
        Options
        <span className={styles['aside']}>
          {set === 0 ? 'as the model declares' : `${set} set`}
        </span>
      </summary>
      {isOpen && (
        <Suspense fallback={<Skeleton rows={4} rowHeight={64} label="Opening the options" />}>
          <OptionsOfModel key={model} state={state} model={model} />
        </Suspense>
      )}
    </details>
  )
}
