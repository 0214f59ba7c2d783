import { readDeclared } from '@shared/model/declared-options'
import type { DeclaredOptions } from '@shared/model/declared-options'
import type { LoadPlan } from '@shared/model/load-plan'
import { useQuery } from '../../ui/use-query'
import { contextNoteOf } from './context-note'
import { OptionFields } from './option-fields'
import { OptionPresets } from './option-presets'
import styles from './options-section.module.css'
import type { BotFormState } from './use-bot-form'

interface OptionsOfModelProps {
  readonly state: BotFormState
  /** Empty while none is chosen. */
  readonly model: string
}

const NOTHING: DeclaredOptions = {}

/** The options, with what the chosen model declares where nothing is set. */
export function OptionsOfModel({ state, model }: OptionsOfModelProps) {
  return model === '' ? (
    <Options state={state} declared={NOTHING} plan={null} />
  ) : (
    <OptionsAsDeclared state={state} model={model} />
  )
}

function OptionsAsDeclared({ state, model }: OptionsOfModelProps) {
  // A model that is not there, or an Ollama that is away, declares nothing: the fields say what is usual.
  const shown = useQuery('models.show', { name: model }).data
  const plans = useQuery('models.loadPlans', { name: model }).data
  const declared = shown === null ? NOTHING : readDeclared(shown.model.parameters)
  return <Options state={state} declared={declared} plan={plans?.plans[0] ?? null} />
}

interface OptionsProps {
  readonly state: BotFormState
  readonly declared: DeclaredOptions
  readonly plan: LoadPlan | null
}

function Options({ state, declared, plan }: OptionsProps) {
  const { form } = state
  const note = plan && contextNoteOf(plan, form.id, form.options.contextLength)
  return (
    <div className={styles['content']}>
      <OptionPresets state={state} declared={declared} />
      <OptionFields state={state} declared={declared} contextNote={note} />
    </div>
  )
}
