import { SettingField } from './setting-field'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'

function problemOfModel(text: string): string | null {
  return text.length >= 1 && text.length <= 200 ? null : 'Takes the name of a model, like llama3.2.'
}

function problemOfTemperature(text: string): string | null {
  const value = Number(text)
  return text !== '' && value >= 0 && value <= 2 ? null : 'Takes a number from 0 to 2.'
}

function problemOfMaxTokens(text: string): string | null {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= 131_072
    ? null
    : 'Takes a whole number from 1 to 131,072.'
}

/** What a new bot begins with. */
export function DefaultsSection({
  settings: { modelName, temperature, maxTokens },
}: {
  readonly settings: Settings
}) {
  return (
    <>
      <p className={styles['note']}>
        What a new bot begins with. Bots that are there keep what they have.
      </p>
      <SettingField
        key={`model ${modelName.value}`}
        label="Model"
        mono
        placeholder="None: chosen for each bot"
        value={modelName.value ?? ''}
        source={modelName.source}
        variable="MODEL_NAME"
        flag={null}
        check={problemOfModel}
        toChanges={(text) => ({ modelName: text })}
      />
      <SettingField
        key={`temperature ${temperature.value}`}
        label="Temperature"
        inputMode="decimal"
        value={String(temperature.value)}
        source={temperature.source}
        variable="TEMPERATURE"
        flag={null}
        check={problemOfTemperature}
        toChanges={(text) => ({ temperature: text === null ? null : Number(text) })}
      />
      <SettingField
        key={`tokens ${maxTokens.value}`}
        label="Longest reply, in tokens"
        inputMode="numeric"
        value={String(maxTokens.value)}
        source={maxTokens.source}
        variable="MAX_TOKENS"
        flag={null}
        check={problemOfMaxTokens}
        toChanges={(text) => ({ maxTokens: text === null ? null : Number(text) })}
      />
    </>
  )
}
