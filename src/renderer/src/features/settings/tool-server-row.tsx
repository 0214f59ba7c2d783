import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import type { ShownState } from '../../ui/bot-state'
import { Button } from '../../ui/button'
import { ToolServerTools } from './tool-server-tools'
import styles from './upstreams-section.module.css'

export type ToolServer = CommandOutput<'toolServers.list'>['toolServers'][number]

export interface ToolServerRowProps {
  readonly server: ToolServer
  readonly onEdit: () => void
  readonly onRemoved: () => void
}

/** One tool server: how it is, what it has, and what can be done about it. */
export function ToolServerRow(props: ToolServerRowProps) {
  const { server } = props
  const { name, target, error, lastWords } = server
  const { state, word } = shownState(server)
  return (
    <li className={styles['row']} data-tool-server={name}>
      <div className={styles['top']}>
        <h4 className={styles['name']}>{name}</h4>
        <BotState state={state} word={word} />
      </div>
      <p className={styles['address']}>
        {target.kind === 'http' ? target.url : [target.command, ...target.arguments].join(' ')}
      </p>
      <p className={styles['facts']}>
        {factsOf(server).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {error !== null && <p className={styles['problem']}>{error.message}</p>}
      {lastWords !== null && (
        <figure className={styles['said']}>
          <figcaption>What it said last</figcaption>
          <pre tabIndex={0}>{lastWords}</pre>
        </figure>
      )}
      {server.tools.length > 0 && <ToolServerTools server={server} />}
      <RowButtons {...props} />
    </li>
  )
}

function RowButtons({ server, onEdit, onRemoved }: ToolServerRowProps) {
  const call = useApp((app) => app.call)
  const toastError = useApp((app) => app.toastError)
  const { id, name, enabled, state } = server
  // What becomes of it comes as an event, to every window.
  const start = () => {
    call('toolServers.restart', { toolServerId: id }).catch(toastError)
  }
  const flip = () => {
    call('toolServers.update', { toolServerId: id, enabled: !enabled }).catch(toastError)
  }
  const remove = () => {
    call('toolServers.remove', { toolServerId: id }).then(onRemoved, toastError)
  }
  return (
    <div className={styles['buttons']}>
      <Button small aria-label={`Edit ${name}`} onClick={onEdit}>
        Edit
      </Button>
      {enabled && (
        <Button
          small
          busy={state === 'starting'}
          aria-label={`Start ${name}${state === 'idle' ? '' : ' again'}`}
          onClick={start}
        >
          {state === 'idle' ? 'Start' : 'Start again'}
        </Button>
      )}
      <Button small aria-label={`Switch ${name} ${enabled ? 'off' : 'on'}`} onClick={flip}>
        Switch {enabled ? 'off' : 'on'}
      </Button>
      <Button small variant="danger" aria-label={`Remove ${name}`} onClick={remove}>
        Remove
      </Button>
    </div>
  )
}

function shownState({ state, tools }: ToolServer): {
  readonly state: ShownState
  readonly word: string
} {
  switch (state) {
    case 'ready':
      return { state: 'ready', word: `ready, ${countOf(tools.length)}` }
    case 'idle':
      return { state: 'stopped', word: 'starts when it is needed' }
    case 'off':
      return { state: 'stopped', word: 'off' }
    case 'starting':
    case 'failed':
      return { state, word: state }
  }
}

function factsOf({ state, info, tools, leftOut, hasToken, secretNames }: ToolServer) {
  return [
    info,
    state === 'ready' || tools.length === 0 ? null : countOf(tools.length),
    leftOut === 0 ? null : `${leftOut} more left out: 64 are the limit`,
    hasToken ? 'token set' : null,
    secretNames.length === 0 ? null : `${secretNames.join(', ')} set`,
  ].filter((fact) => fact !== null)
}

function countOf(count: number): string {
  return `${String(count)} tool${count === 1 ? '' : 's'}`
}
