import { Select } from '../../ui/select'
import { TextArea } from '../../ui/text-area'
import styles from './bot-dialog.module.css'
import type { BotFormState } from './use-bot-form'

const KINDS = [
  { value: 'text', label: 'Text' },
  { value: 'json', label: 'JSON' },
  { value: 'schema', label: 'JSON that fits a schema' },
] as const
type Kind = (typeof KINDS)[number]['value']

const EXAMPLE = JSON.stringify(
  { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] },
  null,
  2,
)

function kindOf(format: string): Kind {
  if (format.trim() === '') return 'text'
  return format.trim() === 'json' ? 'json' : 'schema'
}

/** What the bot's replies are: any text, any JSON, or JSON that fits a schema. */
export function BotFormatField({ state }: { readonly state: BotFormState }) {
  const { format } = state.form.options
  const kind = kindOf(format)
  const change = (text: string) => state.change({ options: { format: text } })
  return (
    <div className={styles['form']}>
      <Select
        label="Format of replies"
        options={KINDS}
        value={kind}
        hint={kind === 'text' ? undefined : 'Say in the instructions what is wanted, too.'}
        onChange={({ target }) =>
          change(target.value === 'schema' ? EXAMPLE : target.value === 'json' ? 'json' : '')
        }
      />
      {kind === 'schema' && (
        <TextArea
          label="JSON schema"
          mono
          rows={8}
          spellCheck={false}
          hint="Each reply is checked against it. It is checked itself when you save."
          error={state.errorAt('format')}
          value={format}
          onChange={({ target }) => {
            state.touch('format')
            // Nothing at all would be text again, and take the field away while one writes.
            change(target.value.trim() === '' ? ' {' : target.value)
          }}
        />
      )}
    </div>
  )
}
