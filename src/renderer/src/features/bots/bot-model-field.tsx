import { RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { Model } from '@shared/model/model'
import { useApp } from '../../store/use-app'
import { formatBytes } from '../../ui/format-bytes'
import { IconButton } from '../../ui/icon-button'
import { Select } from '../../ui/select'
import { TextField } from '../../ui/text-field'
import { useQuery } from '../../ui/use-query'
import { PullHere } from './pull-here'
import styles from './bot-dialog.module.css'
import type { BotFormState } from './use-bot-form'

/** The entry that opens the free field; no model can have an empty name with a space. */
const ANOTHER = ' another'

function labelOf({ name, parameterSize, size, cloud }: Model): string {
  const details = [
    parameterSize,
    cloud ? 'runs in the cloud' : size > 0 ? formatBytes(size) : null,
  ].filter((detail) => detail !== null)
  return details.length === 0 ? name : `${name}  (${details.join(', ')})`
}

type ModelsQuery = ReturnType<typeof useQuery<'models.list'>>

interface ModelFieldProps {
  readonly state: BotFormState
  readonly query: ModelsQuery
  readonly onFree: (free: boolean) => void
}

/** The model: one that Ollama has, or another by its name. */
export function BotModelField({ state }: { readonly state: BotFormState }) {
  const version = useApp((app) => app.modelsVersion)
  const query = useQuery('models.list', { engine: 'ollama' }, version)
  const [free, setFree] = useState(false)
  const { model } = state.form
  const isRead = query.data !== null || query.error !== null
  const isListed = query.data?.models.some(({ name }) => name === model) === true
  const needsName =
    model !== '' ? !isListed : query.data?.models.length === 0 || query.error !== null
  const Field = free || (isRead && needsName) ? ModelByName : ModelFromList
  return <Field state={state} query={query} onFree={setFree} />
}

function ReloadButton({ query }: { readonly query: ModelsQuery }) {
  return (
    <IconButton
      label="Read the models again"
      className={query.loading ? styles['turning'] : undefined}
      onClick={query.reload}
      aria-disabled={query.loading || undefined}
    >
      <RefreshCw size={15} aria-hidden="true" />
    </IconButton>
  )
}

function ModelByName({ state, query, onFree }: ModelFieldProps) {
  const first = query.data?.models[0]
  return (
    <TextField
      label="Model"
      mono
      autoComplete="off"
      spellCheck={false}
      placeholder="llama3.2"
      aside={
        <span className={styles['asides']}>
          {first !== undefined && (
            <button
              type="button"
              className={styles['link']}
              onClick={() => {
                onFree(false)
                state.change({ model: first.name })
              }}
            >
              Choose from the list
            </button>
          )}
          <ReloadButton query={query} />
        </span>
      }
      hint={
        <>
          <ModelsHint query={query} />
          <PullHere name={state.form.model.trim()} query={query} />
        </>
      }
      error={state.errorAt('model')}
      value={state.form.model}
      onChange={({ target }) => {
        onFree(true)
        state.change({ model: target.value })
      }}
      onBlur={() => state.touch('model')}
    />
  )
}

function ModelFromList({ state, query, onFree }: ModelFieldProps) {
  const models = query.data?.models ?? []
  const { model } = state.form
  const isListed = models.some(({ name }) => name === model)
  const unchosen = query.data === null ? 'Reading the models…' : 'Choose a model'
  return (
    <Select
      label="Model"
      aside={
        <span className={styles['asides']}>
          <button
            type="button"
            className={styles['link']}
            onClick={() => {
              onFree(true)
              state.change({ model: '' })
            }}
          >
            Pull another…
          </button>
          <ReloadButton query={query} />
        </span>
      }
      disabled={query.data === null}
      options={[
        ...(isListed ? [] : [{ value: '', label: unchosen }]),
        ...models.map((listed) => ({ value: listed.name, label: labelOf(listed) })),
        { value: ANOTHER, label: 'Another model…' },
      ]}
      error={state.errorAt('model')}
      value={isListed ? model : ''}
      onChange={({ target }) => {
        const isAnother = target.value === ANOTHER
        onFree(isAnother)
        state.change({ model: isAnother ? '' : target.value })
      }}
    />
  )
}

/** Why there is no list to choose from, and what to do; nothing where there is one. */
function ModelsHint({ query }: { readonly query: ModelsQuery }) {
  const away = query.data?.engines.find(({ engine }) => engine === 'ollama')
  if (query.error !== null) return query.error
  if (away?.reachable === false) {
    return (
      <>
        Ollama is not reachable: {away.error?.message ?? 'it does not answer.'} You can write the
        model’s name all the same.
      </>
    )
  }
  if (query.data === null) return 'Reading the models…'
  if (query.data.models.length > 0)
    return 'A name as Ollama knows it. Launching says whether it is there.'
  return (
    <>
      No models yet: write a name like <code>llama3.2</code> and pull it.
    </>
  )
}
