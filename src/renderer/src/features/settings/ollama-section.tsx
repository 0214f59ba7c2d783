import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { RelativeTime } from '../../ui/relative-time'
import { QueueFields } from './queue-fields'
import { SettingField } from './setting-field'
import { SettingSwitch } from './setting-switch'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'

function problemOfAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const fits = url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
  return fits ? null : 'An address begins with http:// or https://, like http://localhost:11434.'
}

function problemOfContext(text: string): string | null {
  const value = Number(text)
  return text !== '' && Number.isInteger(value) && value >= 512 && value <= 1_048_576
    ? null
    : 'Takes a whole number from 512 to 1,048,576.'
}

/** Where Ollama is, and whether it answers there. */
export function OllamaSection({ settings }: { readonly settings: Settings }) {
  const { value, source } = settings.llamaEndpoint
  return (
    <>
      <OllamaStatus />
      <SettingField
        key={value}
        label="Address of Ollama"
        mono
        inputMode="url"
        value={value}
        source={source}
        variable="LLAMA_ENDPOINT or OLLAMA_HOST"
        flag="--ollama"
        check={problemOfAddress}
        toChanges={(llamaEndpoint) => ({ llamaEndpoint })}
      />
      <SettingField
        key={`context ${settings.contextLimit.value}`}
        label="Largest context a bot can have, in tokens"
        inputMode="numeric"
        value={String(settings.contextLimit.value)}
        source={settings.contextLimit.source}
        variable="CONTEXT_LIMIT"
        flag={null}
        check={problemOfContext}
        toChanges={(text) => ({ contextLimit: text === null ? null : Number(text) })}
      />
      <QueueFields settings={settings} />
      <SettingSwitch
        label="Forbid cloud models"
        note="Some models of Ollama run on its own servers, so that what is said to them leaves this machine. Forbidden, they are refused wherever they are used."
        value={settings.forbidCloudModels.value}
        source={settings.forbidCloudModels.source}
        variable="FORBID_CLOUD_MODELS"
        toChanges={(forbidCloudModels) => ({ forbidCloudModels })}
      />
      <p className={styles['note']}>
        Ollama runs the models. Install it from{' '}
        <a href="https://ollama.com/download" target="_blank" rel="noreferrer">
          ollama.com
        </a>
        , start it, and pull a model on the <a href="#/models">Models page</a>.
      </p>
    </>
  )
}

function OllamaStatus() {
  const ollama = useApp((app) => app.engines.ollama)
  if (ollama === undefined) return null
  return (
    <div className={styles['status']} role="status">
      <BotState
        state={ollama.reachable ? 'ready' : 'waiting'}
        word={
          ollama.reachable
            ? `reachable${ollama.version === null ? '' : `, version ${ollama.version}`}`
            : 'not reachable'
        }
      />
      <span className={styles['note']}>
        checked <RelativeTime at={ollama.checkedAt} />
      </span>
      {ollama.error !== null && <p className={styles['wide']}>{ollama.error.message}</p>}
      {ollama.warning !== undefined && <p className={styles['wide']}>{ollama.warning}</p>}
    </div>
  )
}
