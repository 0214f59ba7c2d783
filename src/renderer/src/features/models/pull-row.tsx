import type { Pull } from '@shared/model/model'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { formatBytes } from '../../ui/format-bytes'
import styles from './models-page.module.css'
import { PullState } from './pull-state'

/** One download: how far it is in all and file by file, and what can be done about it. */
export function PullRow({ pull }: { readonly pull: Pull }) {
  return (
    <li className={styles['row']} data-pull={pull.name}>
      <div className={styles['rowTop']}>
        <span className={styles['name']}>{pull.name}</span>
        <PullActions pull={pull} />
      </div>
      <PullBar label={`Pull of ${pull.name}`} pull={pull} />
      <PullState pull={pull} />
      {pull.layers.length > 1 && <Layers pull={pull} />}
    </li>
  )
}

/** Without a value while nothing is known, which is shown as "under way". */
function PullBar({ label, pull }: { readonly label: string; readonly pull: Pull }) {
  const isUnknown = pull.state === 'running' && pull.total === 0
  return (
    <progress
      className={styles['bar']}
      aria-label={label}
      data-state={pull.stalledSince === null ? pull.state : 'stalled'}
      max={1}
      {...(isUnknown ? {} : { value: pull.fraction })}
    />
  )
}

function Layers({ pull }: { readonly pull: Pull }) {
  return (
    <details className={styles['layers']}>
      <summary>{pull.layers.length} files</summary>
      <ul>
        {pull.layers.map(({ digest, total, completed }) => (
          <li key={digest} className={styles['layer']}>
            <code>{digest.replace(/^sha256:/, '').slice(0, 12)}</code>
            <progress
              className={styles['bar']}
              aria-label={`File ${digest.slice(-6)}`}
              max={Math.max(1, total)}
              value={total === 0 ? 1 : completed}
            />
            <span className={styles['number']}>
              {formatBytes(completed)} of {formatBytes(total)}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function PullActions({ pull: { name, state, upstream } }: { readonly pull: Pull }) {
  const isOwner = useApp((app) => app.role === 'owner')
  const cancelPull = useApp((app) => app.cancelPull)
  const pullModel = useApp((app) => app.pullModel)
  const toastError = useApp((app) => app.toastError)
  if (!isOwner) return null
  if (state === 'running') {
    return (
      <Button
        small
        aria-label={`Cancel the pull of ${name}`}
        onClick={() => void cancelPull(name, upstream)}
      >
        Cancel
      </Button>
    )
  }
  return (
    <span className={styles['buttons']}>
      <Button
        small
        aria-label={`Go on with the pull of ${name}`}
        onClick={() => void pullModel(name, upstream).catch(toastError)}
      >
        {state === 'failed' ? 'Try again' : 'Continue'}
      </Button>
      <Button
        small
        variant="quiet"
        aria-label={`Take ${name} off the list`}
        onClick={() => void cancelPull(name, upstream)}
      >
        Dismiss
      </Button>
    </span>
  )
}
