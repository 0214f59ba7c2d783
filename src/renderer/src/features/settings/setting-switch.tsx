import { useId } from 'react'
import { describeSource, isLocked } from './setting-source'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'
import { useSaveSetting } from './use-save-setting'
import type { SaveSetting } from './use-save-setting'
import { Checkbox } from '../../ui/checkbox'

export interface SettingSwitchProps {
  readonly label: string
  readonly note: string
  readonly value: boolean
  readonly source: Settings['port']['source']
  readonly variable: string
  readonly toChanges: (value: boolean) => Parameters<SaveSetting['save']>[0]
}

/** A setting that is on or off; it is kept as soon as it is changed. */
export function SettingSwitch({
  label,
  note,
  value,
  source,
  variable,
  toChanges,
}: SettingSwitchProps) {
  const { busy, error, save } = useSaveSetting()
  const id = useId()
  return (
    <div className={styles['setting']}>
      <Checkbox
        className={styles['switch']}
        label={label}
        checked={value}
        disabled={isLocked(source) || busy}
        aria-describedby={id}
        onChange={({ target }) => void save(toChanges(target.checked))}
      />
      <p id={id} className={styles['note']}>
        {note} {describeSource(source, { variable, flag: null })}
      </p>
      {error !== null && (
        <p className={styles['problem']} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}
