import { useId, useState } from 'react'
import type { LoadPin } from '@shared/model/load-plan'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { messageOf } from '../../ui/message-of'
import { TextField } from '../../ui/text-field'
import styles from './models-page.module.css'

export interface PinLoadDialogProps {
  readonly name: string
  readonly pin: LoadPin | null
  readonly onClose: () => void
}

interface PinField {
  readonly key: keyof LoadPin
  readonly label: string
  readonly hint: string
  readonly placeholder: string
  readonly min: number
  readonly max: number
}

/** As the contract has them (shared/model/load-plan.ts). */
const FIELDS: readonly PinField[] = [
  {
    key: 'contextLength',
    label: 'Context',
    hint: 'In tokens, for every bot of this model.',
    placeholder: 'the largest that a bot wants',
    min: 512,
    max: 1_048_576,
  },
  {
    key: 'numGpu',
    label: 'Layers on the GPU',
    hint: '0 for none of them.',
    placeholder: 'as many as fit',
    min: 0,
    max: 1_000,
  },
  {
    key: 'numBatch',
    label: 'Batch',
    hint: 'How many tokens of a prompt are read at a time.',
    placeholder: 'Ollama’s default: 512',
    min: 1,
    max: 16_384,
  },
]

type Texts = Readonly<Record<keyof LoadPin, string>>

function problemOf({ min, max }: PinField, text: string): string | null {
  const value = Number(text)
  const fits = text.trim() === '' || (Number.isInteger(value) && value >= min && value <= max)
  return fits
    ? null
    : `Takes a whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}, or nothing.`
}

function numberOf(text: string): number | null {
  return text.trim() === '' ? null : Number(text)
}

/** Holds fast what a model is loaded with, whatever its bots want. */
export function PinLoadDialog({ name, pin, onClose }: PinLoadDialogProps) {
  const call = useApp((app) => app.call)
  const formId = useId()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [texts, setTexts] = useState<Texts>({
    contextLength: String(pin?.contextLength ?? ''),
    numGpu: String(pin?.numGpu ?? ''),
    numBatch: String(pin?.numBatch ?? ''),
  })
  const isWrong = FIELDS.some((field) => problemOf(field, texts[field.key]) !== null)

  const save = async () => {
    if (isWrong || busy) return
    setBusy(true)
    setError(null)
    try {
      const pinned = {
        contextLength: numberOf(texts.contextLength),
        numGpu: numberOf(texts.numGpu),
        numBatch: numberOf(texts.numBatch),
      }
      await call('models.pinLoad', { name, ...pinned })
      onClose()
    } catch (reason) {
      setError(messageOf(reason))
      setBusy(false)
    }
  }
  return (
    <Dialog
      title={`How ${name} is loaded`}
      size="small"
      onClose={onClose}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            busy={busy}
            aria-disabled={isWrong || undefined}
          >
            Save
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['section']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <p>It is loaded so for all its bots, with its next use. What is left empty is not held.</p>
        {FIELDS.map((field, index) => (
          <TextField
            key={field.key}
            {...(index === 0 && { 'data-autofocus': true })}
            label={field.label}
            hint={field.hint}
            placeholder={field.placeholder}
            inputMode="numeric"
            autoComplete="off"
            error={problemOf(field, texts[field.key])}
            value={texts[field.key]}
            onChange={({ target }) => setTexts({ ...texts, [field.key]: target.value.trim() })}
          />
        ))}
        {error !== null && (
          <p className={styles['failed']} role="alert">
            {error}
          </p>
        )}
      </form>
    </Dialog>
  )
}
