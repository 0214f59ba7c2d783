import { useState } from 'react'
import type { HTMLAttributes } from 'react'
import { Button } from '../../ui/button'
import { TextField } from '../../ui/text-field'
import { describeSource, isLocked } from './setting-source'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'
import { useSaveSetting } from './use-save-setting'
import type { SaveSetting } from './use-save-setting'

export interface SettingFieldProps {
  readonly label: string
  readonly value: string
  readonly source: Settings['port']['source']
  readonly variable: string
  readonly flag: string | null
  readonly placeholder?: string
  readonly mono?: boolean
  readonly inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
  /** What is wrong with a text, or null. */
  readonly check: (text: string) => string | null
  /** The change that stores a text; null goes back to the default. */
  readonly toChanges: (text: string | null) => Parameters<SaveSetting['save']>[0]
}

/** One setting: its value, where that comes from, and the way to change it, or why it cannot be changed here. */
export function SettingField({
  label,
  value,
  source,
  variable,
  flag,
  check,
  toChanges,
  ...field
}: SettingFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const { busy, error, save, clearError } = useSaveSetting()
  const locked = isLocked(source)
  const text = typed ?? value
  const changed = text !== value
  const problem = changed ? check(text.trim()) : null

  const store = async (change: string | null) => {
    await save(toChanges(change))
    setTyped(null)
  }
  return (
    <form
      className={styles['setting']}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (changed && problem === null) void save(toChanges(text.trim()))
      }}
    >
      <TextField
        {...field}
        label={label}
        autoComplete="off"
        spellCheck={false}
        readOnly={locked}
        value={text}
        hint={describeSource(source, { variable, flag })}
        error={problem ?? error}
        onChange={({ target }) => {
          clearError()
          setTyped(target.value)
        }}
      />
      {!locked && (
        <div className={styles['buttons']}>
          <Button type="submit" busy={busy} aria-disabled={!changed || problem !== null}>
            Save
          </Button>
          {source === 'file' && (
            <Button variant="quiet" onClick={() => void store(null)}>
              Use the default
            </Button>
          )}
        </div>
      )}
    </form>
  )
}
