import type { DeclaredOptions } from '@shared/model/declared-options'
import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import { FIELD_LABELS } from './field-labels'
import { textOfStops } from './option-values'
import type { NumberOption } from './option-values'
import type { OptionField } from './options-form'
import styles from './options-section.module.css'
import type { BotFormState } from './use-bot-form'

interface NumberField {
  readonly option: NumberOption
  readonly hint: string
  /** What counts where neither bot nor model says otherwise: Ollama's own (api/types.go, `DefaultOptions`). */
  readonly usual: string
}

const NUMBERS: readonly NumberField[] = [
  { option: 'topP', hint: 'Likely words that make up this share.', usual: '0.9' },
  { option: 'topK', hint: 'So many likely words; 0 for all.', usual: '40' },
  { option: 'minP', hint: 'Leaves out words less likely than this.', usual: '0' },
  { option: 'repeatPenalty', hint: 'Above 1 repeats itself less.', usual: '1.1' },
  { option: 'presencePenalty', hint: 'Above 0 turns to new things.', usual: '0' },
  { option: 'frequencyPenalty', hint: 'Above 0 uses a word less often.', usual: '0' },
  { option: 'seed', hint: 'The same seed, the same reply.', usual: 'another each time' },
]

interface OptionFieldsProps {
  readonly state: BotFormState
  readonly declared: DeclaredOptions
  /** Where the context is not what the bot wants: why. */
  readonly contextNote: string | null
}

/** Every option, empty for what its placeholder says. */
export function OptionFields({ state, declared, contextNote }: OptionFieldsProps) {
  const bound = (field: OptionField) => bind(state, field)
  return (
    <>
      <div className={styles['fields']}>
        {NUMBERS.map(({ option, hint, usual }) => (
          <TextField
            key={option}
            inputMode="decimal"
            hint={hint}
            placeholder={placeholderOf(declared[option], usual)}
            {...bound(option)}
          />
        ))}
        <TextField
          hint="How long the model stays loaded unused: 45s, 30m, 2h, forever."
          placeholder="usual: 30m"
          {...bound('keepAliveS')}
        />
      </div>
      <TextField
        inputMode="numeric"
        hint={
          contextNote ??
          'How many tokens it remembers, instructions and reply included. More takes more memory.'
        }
        placeholder={
          declared.contextLength === undefined
            ? 'usual: 8,192'
            : `model: ${declared.contextLength.toLocaleString('en')}`
        }
        {...bound('contextLength')}
      />
      <TextArea
        rows={2}
        mono
        hint="One a line; a reply ends before it. Write \n for a line break."
        placeholder={declared.stop === undefined ? 'none' : `model: ${textOfStops(declared.stop)}`}
        {...bound('stop')}
      />
    </>
  )
}

function placeholderOf(declared: number | undefined, usual: string): string {
  return declared === undefined ? `Ollama’s default: ${usual}` : `model: ${String(declared)}`
}

/** What every field of the options has: its label, its way back, what is wrong, and what was typed. */
function bind(state: BotFormState, field: OptionField) {
  const value = state.form.options[field]
  const label = FIELD_LABELS[field]
  const write = (text: string) => state.change({ options: { [field]: text } })
  return {
    label,
    value,
    autoComplete: 'off',
    spellCheck: false,
    error: state.errorAt(field),
    aside:
      value === '' ? undefined : (
        <button
          type="button"
          className={styles['reset']}
          aria-label={`Reset ${label}`}
          onClick={({ currentTarget }) => {
            // The button goes away with what it takes back.
            focusFieldOf(currentTarget)
            write('')
          }}
        >
          Reset
        </button>
      ),
    onChange: ({ target }: { readonly target: { readonly value: string } }) => write(target.value),
    onBlur: () => state.touch(field),
  } as const
}

function focusFieldOf(button: HTMLElement): void {
  button.parentElement?.parentElement?.querySelector<HTMLElement>('input, textarea')?.focus()
}
