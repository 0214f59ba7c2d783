import type { ImportFindings } from '@shared/model/transfer'
import { formatNumber } from '../../ui/format-number'
import styles from './transfer.module.css'

const SOURCES = {
  port8000: 'Port 8000',
  chatgpt: 'ChatGPT',
  open_webui: 'Open WebUI',
  ollama: 'the Ollama application',
} as const

/** What a file would bring, before anything is changed. */
export function Findings({ findings }: { readonly findings: ImportFindings }) {
  const { source, sessions, messages, bots, folders, alreadyHere, notKept } = findings
  return (
    <div className={styles['job']}>
      <p role="status">
        {sessions === 0
          ? `Nothing new in this file from ${SOURCES[source]}.`
          : `From ${SOURCES[source]}: ${conversations(sessions)}, ${formatNumber(messages)} messages.`}
      </p>
      <ul className={styles['facts']}>
        {bots.length > 0 && <li>New bots: {bots.join(', ')}</li>}
        {folders.length > 0 && <li>New folders: {folders.join(', ')}</li>}
        {alreadyHere > 0 && (
          <li>Here already, and left as they are: {conversations(alreadyHere)}</li>
        )}
        {notKept.length > 0 && (
          <li>
            Cannot be kept:{' '}
            {notKept.map(({ what, count }) => `${what} (${formatNumber(count)})`).join(', ')}
          </li>
        )}
      </ul>
    </div>
  )
}

export function conversations(count: number): string {
  return count === 1 ? '1 conversation' : `${formatNumber(count)} conversations`
}
