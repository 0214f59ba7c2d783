import { useState } from 'react'
import type { DeclaredOptions } from '@shared/model/declared-options'
import { Button } from '../../ui/button'
import type { BotForm, BotFormChanges } from './bot-form'
import styles from './options-section.module.css'
import type { BotFormState } from './use-bot-form'

/** Ollama's own, where a model declares none (api/types.go, `DefaultOptions`). */
const OLLAMA_TEMPERATURE = '0.8'

const NO_SAMPLING = {
  topP: '',
  topK: '',
  minP: '',
  repeatPenalty: '',
  presencePenalty: '',
  frequencyPenalty: '',
} as const

interface Preset {
  readonly name: string
  readonly changes: BotFormChanges
}

function presetsFor({ temperature }: DeclaredOptions): readonly Preset[] {
  return [
    {
      name: 'Precise',
      changes: { temperature: '0.2', options: { ...NO_SAMPLING, topP: '0.8', topK: '20' } },
    },
    {
      name: 'Balanced',
      changes: { temperature: '0.7', options: { ...NO_SAMPLING, topP: '0.9', topK: '40' } },
    },
    {
      name: 'Creative',
      changes: { temperature: '1.2', options: { ...NO_SAMPLING, topP: '0.95', topK: '100' } },
    },
    {
      name: 'As the model declares',
      changes: {
        temperature: temperature === undefined ? OLLAMA_TEMPERATURE : String(temperature),
        options: NO_SAMPLING,
      },
    },
  ]
}

interface Filled {
  readonly name: string
  readonly before: BotFormChanges
}

/** What a preset would change, as it stands now. */
function beforeOf({ temperature, options }: BotForm): BotFormChanges {
  const { topP, topK, minP, repeatPenalty, presencePenalty, frequencyPenalty } = options
  return {
    temperature,
    options: { topP, topK, minP, repeatPenalty, presencePenalty, frequencyPenalty },
  }
}

export interface OptionPresetsProps {
  readonly state: BotFormState
  readonly declared: DeclaredOptions
}

/** Fills the fields for a purpose; what stood there can be had back. */
export function OptionPresets({ state, declared }: OptionPresetsProps) {
  const [filled, setFilled] = useState<Filled | null>(null)
  return (
    <div className={styles['presets']} role="group" aria-label="Presets">
      {presetsFor(declared).map(({ name, changes }) => (
        <Button
          key={name}
          small
          onClick={() => {
            setFilled({ name, before: beforeOf(state.form) })
            state.change(changes)
          }}
        >
          {name}
        </Button>
      ))}
      <span className={styles['filled']} role="status">
        {filled !== null && (
          <>
            Filled in: {filled.name}.{' '}
            <button
              type="button"
              className={styles['reset']}
              onClick={() => {
                state.change(filled.before)
                setFilled(null)
              }}
            >
              Undo
            </button>
          </>
        )}
      </span>
    </div>
  )
}
