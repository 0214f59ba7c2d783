import { useId, useRef } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Choice } from '../../ui/choice'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { formatNumber } from '../../ui/format-number'
import { TextArea } from '../../ui/text-area'
import { TextField } from '../../ui/text-field'
import styles from './bot-dialog.module.css'
import { MAX_INSTRUCTIONS_LENGTH } from './bot-form'
import type { BotFormField } from './bot-form'
import { BotFormatField } from './bot-format-field'
import { BotLookFields } from './bot-look-fields'
import { BotModelField } from './bot-model-field'
import { BotOptionFields } from './bot-option-fields'
import { BotStoredAnswersField } from './bot-stored-answers-field'
import { BotThinkingField } from './bot-thinking-field'
import { BotToolFields } from './bot-tool-fields'
import { FIELD_LABELS } from './field-labels'
import { LaunchExisting } from './launch-existing'
import { NewerBotNotice } from './newer-bot-notice'
import { OptionsSection } from './options-section'
import { useBotForm } from './use-bot-form'
import type { BotFormMode, BotFormState } from './use-bot-form'

const ENGINES = [
  { value: 'ollama', label: 'Ollama' },
  { value: 'guide', label: 'Guide' },
] as const

function titleOf(mode: BotFormMode): string {
  if (mode.kind === 'edit') return `Edit ${mode.botId}`
  return mode.kind === 'create' ? 'New bot' : 'Duplicate bot'
}

/** Makes a bot, or changes one: says what is wrong as it is typed, and cannot be submitted wrong. */
export function BotDialog({ mode }: { readonly mode: BotFormMode }) {
  const closeDialog = useApp((app) => app.closeDialog)
  const state = useBotForm(mode)
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)

  const submit = async (launch: boolean) => {
    if (await state.save(launch)) closeDialog()
    else form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }

  return (
    <Dialog
      title={titleOf(mode)}
      onClose={closeDialog}
      footer={<Footer state={state} formId={formId} onCreate={() => void submit(false)} />}
    >
      <form
        ref={form}
        id={formId}
        className={styles['form']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit(state.isNew)
        }}
      >
        {mode.kind === 'create' && <LaunchExisting />}
        <NameAndId state={state} />
        <BotLookFields state={state} />
        <Choice
          label="Engine"
          options={ENGINES}
          value={state.form.engine}
          onChange={(engine) => state.change({ engine })}
        />
        {state.form.engine === 'guide' ? (
          <p className={styles['note']}>
            Answers questions about Port 8000 from its user guide. It needs no model and is not a
            language model.
          </p>
        ) : (
          <>
            <BotModelField state={state} />
            <TextArea
              label="Instructions"
              placeholder="You review code. Be brief, name the line, say what breaks."
              hint={`Sent with every message. ${formatNumber(state.form.instructions.length)} of ${formatNumber(MAX_INSTRUCTIONS_LENGTH)} characters.`}
              error={state.errorAt('instructions')}
              value={state.form.instructions}
              onChange={({ target }) => state.change({ instructions: target.value })}
              onBlur={() => state.touch('instructions')}
            />
            <BotOptionFields state={state} />
            <OptionsSection state={state} />
            <BotThinkingField state={state} />
            <BotFormatField state={state} />
            <BotToolFields state={state} />
            <BotStoredAnswersField state={state} />
          </>
        )}
        {state.newer !== null && <NewerBotNotice newer={state.newer} onLoad={state.loadNewer} />}
        {state.error !== null && <ErrorState message={state.error} />}
      </form>
    </Dialog>
  )
}

function NameAndId({ state }: { readonly state: BotFormState }) {
  return (
    <div className={styles['pair']}>
      <TextField
        label="Name"
        data-autofocus
        autoComplete="off"
        placeholder="Reviewer"
        error={state.errorAt('name')}
        value={state.form.name}
        onChange={({ target }) => state.change({ name: target.value })}
        onBlur={() => state.touch('name')}
      />
      <TextField
        label="Id"
        mono
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        readOnly={!state.isNew}
        hint={state.isNew ? 'Capital letters, digits, “-”. It stays.' : 'An id stays as it is.'}
        error={state.errorAt('id')}
        value={state.form.id}
        onChange={({ target }) => {
          state.touch('id')
          state.change({ id: target.value.toUpperCase().trim() })
        }}
      />
    </div>
  )
}

interface FooterProps {
  readonly state: BotFormState
  readonly formId: string
  readonly onCreate: () => void
}

function Footer({ state, formId, onCreate }: FooterProps) {
  const closeDialog = useApp((app) => app.closeDialog)
  const reasonId = useId()
  const problems = Object.entries(state.problems) as [BotFormField, string][]
  const reason = problems.map(([field, problem]) => `${FIELD_LABELS[field]}: ${problem}`)[0]
  const cannot = reason === undefined ? {} : { 'aria-disabled': true, 'aria-describedby': reasonId }
  return (
    <>
      <p id={reasonId} className={styles['reason']} aria-live="polite">
        {reason}
      </p>
      <Button variant="quiet" onClick={closeDialog}>
        Cancel
      </Button>
      {state.isNew && (
        <Button {...cannot} onClick={onCreate} title={reason}>
          Create
        </Button>
      )}
      <Button
        {...cannot}
        variant="primary"
        type="submit"
        form={formId}
        busy={state.busy}
        title={reason}
      >
        {state.isNew ? 'Create and launch' : 'Save'}
      </Button>
    </>
  )
}
