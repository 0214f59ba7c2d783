import { useState } from 'react'
import styles from './format-field.module.css'
import { formatKindOf } from './reply-format'
import type { FormatKind } from './reply-format'
import { Select } from './select'
import { TextArea } from './text-area'

export interface FormatFieldProps {
  readonly label: string
  /** What there is to choose from, in the words of its place. */
  readonly kinds: readonly { readonly value: FormatKind; readonly label: string }[]
  /** As `formatKindOf` reads it. */
  readonly value: string
  readonly error?: string | undefined
  readonly onChange: (value: string) => void
  readonly onBlur?: () => void
}

const EXAMPLE = JSON.stringify(
  { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] },
  null,
  2,
)

/** The format of replies: a list of kinds, and for a schema a place to write it. */
export function FormatField({ label, kinds, value, error, onChange, onBlur }: FormatFieldProps) {
  const kind = formatKindOf(value)
  // A schema that was written comes back with its kind.
  const [schema, setSchema] = useState(kind === 'schema' ? value : EXAMPLE)
  const isJson = kind === 'json' || kind === 'schema'
  return (
    <div className={styles['fields']}>
      <Select
        label={label}
        data-autofocus
        options={kinds}
        value={kind}
        hint={isJson ? 'Say in words what is wanted, too: models keep to both.' : undefined}
        onChange={({ target }) => {
          if (kind === 'schema') setSchema(value)
          onChange(target.value === 'schema' ? schema : target.value)
        }}
      />
      {kind === 'schema' && (
        <TextArea
          label="JSON schema"
          mono
          rows={8}
          spellCheck={false}
          autoCapitalize="off"
          hint="Each reply is checked against it."
          error={error}
          value={value}
          // Nothing at all would be another kind, and take the field away while one writes.
          onChange={({ target }) => onChange(target.value === '' ? '\n' : target.value)}
          onBlur={onBlur}
        />
      )}
    </div>
  )
}
