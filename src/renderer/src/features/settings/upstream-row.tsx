import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import type { ShownState } from '../../ui/bot-state'
import { Button } from '../../ui/button'
import { RelativeTime } from '../../ui/relative-time'
import styles from './upstreams-section.module.css'

export type Upstream = CommandOutput<'upstreams.list'>['upstreams'][number]

export interface UpstreamRowProps {
  readonly upstream: Upstream
  readonly onEdit: () => void
  readonly onChanged: () => void
  readonly onRemoved: () => void
}

/** One server: how it is, what it has, and what can be done about it. */
export function UpstreamRow(props: UpstreamRowProps) {
  const { upstream } = props
  const { name, address, drained, health } = upstream
  const { state, word } = shownState(upstream)
  return (
    <li className={styles['row']} data-upstream={name}>
      <div className={styles['top']}>
        <h4 className={styles['name']}>{name}</h4>
        <BotState state={state} word={word} />
      </div>
      <p className={styles['address']}>{address}</p>
      <p className={styles['facts']}>
        {factsOf(upstream).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
        {health.checkedAt !== null && (
          <span>
            checked <RelativeTime at={health.checkedAt} />
          </span>
        )}
      </p>
      {!drained && health.error !== null && (
        <p className={styles['problem']}>{health.error.message}</p>
      )}
      {health.warnings.map((warning) => (
        <p key={warning} className={styles['warning']}>
          {warning}
        </p>
      ))}
      <RowButtons {...props} />
    </li>
  )
}

function RowButtons({ upstream, onEdit, onChanged, onRemoved }: UpstreamRowProps) {
  const call = useApp((app) => app.call)
  const toastError = useApp((app) => app.toastError)
  const { id, name, drained } = upstream
  const drain = () => {
    call('upstreams.update', { upstreamId: id, drained: !drained }).then(onChanged, toastError)
  }
  const remove = () => {
    call('upstreams.remove', { upstreamId: id }).then(onRemoved, toastError)
  }
  return (
    <div className={styles['buttons']}>
      <Button small aria-label={`Edit ${name}`} onClick={onEdit}>
        Edit
      </Button>
      <Button
        small
        aria-label={drained ? `Take ${name} back into use` : `Drain ${name}`}
        onClick={drain}
      >
        {drained ? 'Take back into use' : 'Drain'}
      </Button>
      {id !== 'default' && (
        <Button small variant="danger" aria-label={`Remove ${name}`} onClick={remove}>
          Remove
        </Button>
      )}
    </div>
  )
}

function shownState({ drained, health }: Upstream): {
  readonly state: ShownState
  readonly word: string
} {
  if (drained) {
    const rest = health.busy > 0 ? `, ${String(health.busy)} to finish` : ''
    return { state: 'stopped', word: `drained${rest}` }
  }
  switch (health.state) {
    case 'ok':
      return {
        state: 'ready',
        word: health.busy > 0 ? `${String(health.busy)} replying` : 'answers',
      }
    case 'away':
      return { state: 'waiting', word: 'does not answer' }
    case 'failing':
      return { state: 'failed', word: 'fails, others come first' }
    case 'unknown':
      return { state: 'starting', word: 'being looked at' }
  }
}

function factsOf({ health, weight, hasToken, headerNames }: Upstream): readonly string[] {
  const { version, latencyMs, installed, loaded } = health
  return [
    version === null ? null : `version ${version}`,
    latencyMs === null ? null : `${String(Math.round(latencyMs))} ms`,
    installed === null ? null : countOf(installed.length, 'model'),
    loaded === null || loaded.length === 0 ? null : `in memory: ${loaded.join(', ')}`,
    weight === 1 ? null : `weight ${String(weight)}`,
    hasToken ? 'token set' : null,
    headerNames.length === 0 ? null : `${headerNames.join(', ')} set`,
  ].filter((fact) => fact !== null)
}

function countOf(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`
}
