import { useEffect, useState } from 'react'
import { AppError } from '@shared/contract/app-error'
import type { BotId } from '@shared/model/ids'
import type { AppState } from '../../store/use-app'
import { useApp, useAppStore } from '../../store/use-app'
import { messageOf } from '../../ui/message-of'
import { useQuery } from '../../ui/use-query'
import {
  PRODUCT_DEFAULTS,
  fieldsOf,
  formOfBot,
  newBotForm,
  problemsOf,
  withChanges,
} from './bot-form'
import type { BotForm, BotFormChanges, BotFormField, BotFormProblems } from './bot-form'
import { newerBotIn } from './newer-bot'
import type { NewerBot } from './newer-bot'
import { OPTION_FIELDS } from './options-form'

export type BotFormMode = NonNullable<Extract<AppState['dialog'], { kind: 'bot' }>>['mode']

export interface BotFormState {
  readonly form: BotForm
  readonly isNew: boolean
  /** What is wrong at a field that was touched, or that the controller refused. */
  readonly errorAt: (field: BotFormField) => string | undefined
  /** Everything that still keeps it from being saved. */
  readonly problems: BotFormProblems
  /** What the controller said about the whole. */
  readonly error: string | null
  /** Somebody else changed the bot while it was edited here. */
  readonly newer: NewerBot | null
  /** Goes on from the bot as it is now: what was typed stays. */
  readonly loadNewer: () => void
  readonly busy: boolean
  /** Options that it does not name stay as they are. */
  readonly change: (changes: BotFormChanges) => void
  readonly touch: (field: BotFormField) => void
  /** Saves, and launches where asked; answers whether it did. */
  readonly save: (launch: boolean) => Promise<boolean>
}

const ALL_FIELDS: readonly BotFormField[] = [
  ...(['name', 'id', 'emoji', 'model', 'instructions', 'temperature', 'maxTokens'] as const),
  ...OPTION_FIELDS,
]

const NO_IDS: readonly BotId[] = []

function fieldOfError(error: unknown, isNew: boolean): BotFormField | null {
  if (!(error instanceof AppError)) return null
  if (error.code === 'conflict' && isNew) return 'id'
  return error.code === 'model_not_found' ? 'model' : null
}

/** The form's state: what was typed, what is wrong with it, and how it is saved. */
export function useBotForm(mode: BotFormMode): BotFormState {
  const store = useAppStore()
  const isNew = mode.kind !== 'edit'
  const [source, setSource] = useState(() =>
    mode.kind === 'create' ? undefined : store.getState().bots[mode.botId],
  )
  const [changes, setChanges] = useState<BotFormChanges>({})
  const [touched, setTouched] = useState<readonly BotFormField[]>([])
  const [refusals, setRefusals] = useState<BotFormProblems>({})
  const [error, setError] = useState<string | null>(null)
  const [newer, setNewer] = useState<NewerBot | null>(null)
  const [busy, setBusy] = useState(false)
  const defaults = useDefaults()
  const suggestedId = useSuggestedId(isNew)
  const botIds = useApp((app) => app.botIds)

  // What was typed stands over what was read, also when reading takes longer than typing.
  const form = withChanges(startOf(mode, source, defaults, suggestedId), changes)
  const problems = problemsOf(form, isNew ? botIds : NO_IDS)

  const save = async (launch: boolean): Promise<boolean> => {
    setTouched(ALL_FIELDS)
    if (Object.keys(problems).length > 0 || busy) return false
    setBusy(true)
    setError(null)
    setNewer(null)
    try {
      const { createBot, updateBot, launchBot } = store.getState()
      const fields = fieldsOf(form)
      if (isNew) await createBot({ id: form.id, ...fields })
      else await updateBot({ botId: form.id, version: source?.version ?? 1, changes: fields })
      if (launch) void launchBot(form.id)
      return true
    } catch (reason) {
      refuse(reason)
      setBusy(false)
      return false
    }
  }

  const refuse = (reason: unknown) => {
    const field = fieldOfError(reason, isNew)
    const found = source && newerBotIn(reason, source, changes)
    if (found) setNewer(found)
    else if (field === null) setError(messageOf(reason))
    else setRefusals({ [field]: messageOf(reason) })
  }

  return {
    form,
    isNew,
    problems,
    error,
    newer,
    loadNewer: () => {
      if (newer) setSource(newer.bot)
      setNewer(null)
    },
    busy,
    errorAt: (field) => (touched.includes(field) ? problems[field] : undefined) ?? refusals[field],
    change: (more) => {
      setChanges((before) => withChanges(before, more))
      setRefusals({})
    },
    touch: (field) =>
      setTouched((before) => (before.includes(field) ? before : [...before, field])),
    save,
  }
}

function startOf(
  mode: BotFormMode,
  source: Parameters<typeof formOfBot>[0] | undefined,
  defaults: typeof PRODUCT_DEFAULTS,
  suggestedId: string,
): BotForm {
  if (source === undefined) return { ...newBotForm(defaults), id: suggestedId }
  if (mode.kind === 'edit') return formOfBot(source)
  return { ...formOfBot(source), id: suggestedId, name: `${source.name} copy` }
}

function useDefaults() {
  const settings = useQuery('settings.get', {}).data?.settings
  if (settings === undefined) return PRODUCT_DEFAULTS
  return {
    model: settings.modelName.value,
    temperature: settings.temperature.value,
    maxTokens: settings.maxTokens.value,
  }
}

function useSuggestedId(wanted: boolean): string {
  const call = useApp((app) => app.call)
  const [id, setId] = useState('')
  useEffect(() => {
    if (!wanted) return
    // Without a suggestion one types an id; the field says what it takes.
    call('bots.suggestId', {}).then(
      ({ botId }) => setId(botId),
      () => undefined,
    )
  }, [call, wanted])
  return id
}
