import { SettingField } from './setting-field'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'

/** What is wrong with a text that has to be a whole number within limits. */
function wholeNumber(least: number, most: number) {
  return (text: string): string | null => {
    const value = Number(text)
    return text !== '' && Number.isInteger(value) && value >= least && value <= most
      ? null
      : `Takes a whole number from ${least} to ${most}.`
  }
}

const problemOfNumber = wholeNumber(1, 1_000)

function problemOfParallel(text: string): string | null {
  return text === 'auto' || problemOfNumber(text) === null
    ? null
    : 'Takes “auto” or a whole number from 1 to 1000.'
}

/** How replies wait for their model, and how long Ollama may take. */
export function QueueFields({ settings }: { readonly settings: Settings }) {
  const { ollamaParallel, maxWaiting, connectTimeoutS, silenceTimeoutS } = settings
  return (
    <>
      <SettingField
        key={`parallel ${ollamaParallel.value}`}
        label="Replies of a model at a time"
        value={String(ollamaParallel.value)}
        source={ollamaParallel.source}
        variable="OLLAMA_PARALLEL"
        flag={null}
        check={problemOfParallel}
        toChanges={(text) => ({
          ollamaParallel: text === null || text === 'auto' ? text : Number(text),
        })}
      />
      <p className={styles['note']}>
        At each server. With “auto” Port 8000 learns how many it really makes at once. The others
        wait in line, and people take turns.
      </p>
      <SettingField
        key={`waiting ${maxWaiting.value}`}
        label="Replies that may wait for a model"
        inputMode="numeric"
        value={String(maxWaiting.value)}
        source={maxWaiting.source}
        variable="MAX_WAITING"
        flag={null}
        check={wholeNumber(1, 10_000)}
        toChanges={(text) => ({ maxWaiting: text === null ? null : Number(text) })}
      />
      <SettingField
        key={`connect ${connectTimeoutS.value}`}
        label="Seconds to connect"
        inputMode="numeric"
        value={String(connectTimeoutS.value)}
        source={connectTimeoutS.source}
        variable="CONNECT_TIMEOUT_S"
        flag={null}
        check={wholeNumber(1, 120)}
        toChanges={(text) => ({ connectTimeoutS: text === null ? null : Number(text) })}
      />
      <SettingField
        key={`silence ${silenceTimeoutS.value}`}
        label="Seconds of silence in the middle of a reply"
        inputMode="numeric"
        value={String(silenceTimeoutS.value)}
        source={silenceTimeoutS.source}
        variable="SILENCE_TIMEOUT_S"
        flag={null}
        check={wholeNumber(10, 3_600)}
        toChanges={(text) => ({ silenceTimeoutS: text === null ? null : Number(text) })}
      />
      <p className={styles['note']}>
        A model may load for as long as it needs: you see its seconds, and can stop.
      </p>
    </>
  )
}
