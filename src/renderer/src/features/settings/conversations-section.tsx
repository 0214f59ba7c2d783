import { SettingField } from './setting-field'
import type { Settings } from './setting-source'
import { SettingSwitch } from './setting-switch'
import styles from './settings-dialog.module.css'

function problemOfDays(text: string): string | null {
  const value = Number(text)
  return text !== '' && Number.isInteger(value) && value >= 0 && value <= 3_650
    ? null
    : 'Takes a whole number from 0 to 3,650.'
}

function problemOfSeconds(text: string): string | null {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= 600
    ? null
    : 'Takes a whole number from 1 to 600.'
}

/** What happens to conversations by itself. */
export function ConversationsSection({
  settings: { autoTitle, binDays, toolTimeoutS },
}: {
  readonly settings: Settings
}) {
  return (
    <>
      <SettingSwitch
        key={String(autoTitle.value)}
        label="Let bots name their conversations"
        note="After the first reply, in the background, by the bot’s own model. A name you gave stays."
        value={autoTitle.value}
        source={autoTitle.source}
        variable="AUTO_TITLE"
        toChanges={(value) => ({ autoTitle: value })}
      />
      <SettingField
        key={`days ${binDays.value}`}
        label="Days in the bin"
        inputMode="numeric"
        value={String(binDays.value)}
        source={binDays.source}
        variable="BIN_DAYS"
        flag="--bin-days"
        check={problemOfDays}
        toChanges={(text) => ({ binDays: text === null ? null : Number(text) })}
      />
      <p className={styles['note']}>
        What you delete waits in the bin for so long, then it is gone for good. With 0 it stays
        until somebody empties the bin.
      </p>
      <SettingField
        key={`tools ${toolTimeoutS.value}`}
        label="Seconds a tool may take"
        inputMode="numeric"
        value={String(toolTimeoutS.value)}
        source={toolTimeoutS.source}
        variable="TOOL_TIMEOUT_S"
        flag={null}
        check={problemOfSeconds}
        toChanges={(text) => ({ toolTimeoutS: text === null ? null : Number(text) })}
      />
    </>
  )
}
