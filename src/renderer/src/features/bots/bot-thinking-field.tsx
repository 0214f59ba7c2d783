import { isSameModel } from '@shared/model/model-name'
import { useApp } from '../../store/use-app'
import { Select } from '../../ui/select'
import { useQuery } from '../../ui/use-query'
import type { BotFormState } from './use-bot-form'

const SETTINGS = [
  { value: '', label: 'Off' },
  { value: 'on', label: 'On' },
  { value: 'low', label: 'On, low effort' },
  { value: 'medium', label: 'On, medium effort' },
  { value: 'high', label: 'On, high effort' },
] as const

/** Whether the bot's model thinks before it answers. A model that cannot is never told to. */
export function BotThinkingField({ state }: { readonly state: BotFormState }) {
  const { form, change } = state
  const version = useApp((app) => app.modelsVersion)
  const { data } = useQuery('models.list', { engine: 'ollama' }, version)
  const model = data?.models.find(({ name }) => isSameModel(name, form.model))
  const cannot = model?.capabilities?.includes('thinking') === false
  const value = form.options.think === 'off' ? '' : form.options.think
  return (
    <Select
      label="Thinking"
      options={SETTINGS}
      value={value}
      // What is on already can always be turned off.
      disabled={cannot && value === ''}
      hint={hintOf(cannot ? form.model : null, value)}
      onChange={({ target }) => change({ options: { think: target.value } })}
    />
  )
}

function hintOf(cannotModel: string | null, value: string): string {
  if (cannotModel === null)
    return value === ''
      ? 'Models that can think answer at once.'
      : 'It takes longer, and counts towards the longest reply. Not every model knows levels.'
  return value === ''
    ? `${cannotModel} cannot think. Choose a model that can.`
    : `${cannotModel} cannot think, so it answers at once.`
}
