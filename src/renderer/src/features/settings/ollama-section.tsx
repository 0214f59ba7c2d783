import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { RelativeTime } from '../../ui/relative-time'
import { SettingField } from './setting-field'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'

function problemOfAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null
  const fits = url !== null && (url.protocol === 'http:' || url.protocol === 'https:')
  return fits ? null : 'An address begins with http:// or https://, like http://localhost:11434.'
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
      <p className={styles['note']}>
        Ollama runs the models. Install it from{' '}
        <a href="https://ollama.com/download" target="_blank" rel="noreferrer">
          ollama.com
        </a>
        , start it, and get a model with <code>ollama pull llama3.2</code>.
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
    </div>
  )
}
