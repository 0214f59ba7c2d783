import { FormatField } from '../../ui/format-field'
import type { BotFormState } from './use-bot-form'

const KINDS = [
  { value: '', label: 'Text' },
  { value: 'json', label: 'JSON' },
  { value: 'schema', label: 'JSON that fits a schema' },
] as const

/** What the bot's replies are: any text, any JSON, or JSON that fits a schema. */
export function BotFormatField({ state }: { readonly state: BotFormState }) {
  return (
    <FormatField
      label="Format of replies"
      kinds={KINDS}
      value={state.form.options.format}
      error={state.errorAt('format')}
      onChange={(format) => state.change({ options: { format } })}
      onBlur={() => state.touch('format')}
    />
  )
}
