import { Pencil, Play, Square } from 'lucide-react'
import type { Bot } from '@shared/model/bot'
import type { BotId } from '@shared/model/ids'
import type { Instance } from '@shared/model/instance'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { EngineRow } from './engine-row'
import { Fact } from './fact'
import { LastReply } from './last-reply'
import { StateLine } from './state-line'
import styles from './status-panel.module.css'

/** What a bot is doing now: its state, its model and engine, its last reply, and how to launch or stop it. */
export function StatusPanel({ botId }: { readonly botId: BotId }) {
  const bot = useApp((app) => app.bots[botId])
  const instance = useApp((app) => app.instances[botId])
  if (bot === undefined) return null
  return (
    <section className={styles['panel']} aria-label={`Status of ${bot.name}`}>
      <StateLine botId={botId} />
      <Trouble instance={instance} />
      <Present bot={bot} instance={instance} />
      <LastReply reply={instance?.lastReply ?? null} />
      <Actions botId={botId} />
    </section>
  )
}

interface PresentProps {
  readonly bot: Bot
  readonly instance: Instance | undefined
}

function Present({ bot, instance }: PresentProps) {
  return (
    <>
      <h2 className={styles['heading']}>Now</h2>
      <dl className={styles['facts']}>
        <Fact name="Model">
          <ModelName name={instance?.model ?? bot.model} />
        </Fact>
        <EngineRow engine={bot.engine} />
        <Counts instance={instance} />
      </dl>
    </>
  )
}

const NOTHING = { liveTurns: 0, waitingTurns: 0, queuedTurns: 0 }

function Counts({ instance = NOTHING }: { readonly instance: typeof NOTHING | undefined }) {
  const { liveTurns, waitingTurns, queuedTurns } = instance
  return (
    <>
      <Fact name="Replies being made">{liveTurns - waitingTurns}</Fact>
      <Fact name="In line for the model">{waitingTurns}</Fact>
      <Fact name="Messages waiting">{queuedTurns}</Fact>
    </>
  )
}

/** Leads to what there is to know of models. */
function ModelName({ name }: { readonly name: string | null }) {
  if (name === null) return 'needs none'
  return (
    <a href="#/models" className={styles['link']} title="Show the models">
      {name}
    </a>
  )
}

/** Why it failed, and what a person should know though nothing failed. */
function Trouble({ instance }: { readonly instance: Instance | undefined }) {
  const { error = null, notice = null } = instance ?? {}
  return (
    <>
      {error !== null && <ErrorState message={error.message} />}
      {notice !== null && (
        <p className={styles['notice']} role="status">
          {notice}
        </p>
      )}
    </>
  )
}

function Actions({ botId }: { readonly botId: BotId }) {
  const isOwner = useApp((app) => app.role === 'owner')
  const openBotDialog = useApp((app) => app.openBotDialog)
  if (!isOwner) return null
  return (
    <div className={styles['actions']}>
      <LaunchOrStop botId={botId} />
      <Button
        icon={<Pencil size={14} aria-hidden="true" />}
        onClick={() => openBotDialog({ kind: 'edit', botId })}
      >
        Edit
      </Button>
    </div>
  )
}

function LaunchOrStop({ botId }: { readonly botId: BotId }) {
  const state = useApp((app) => app.instances[botId]?.state ?? 'stopped')
  const launchBot = useApp((app) => app.launchBot)
  const stopBot = useApp((app) => app.stopBot)
  if (state === 'stopped' || state === 'failed') {
    return (
      <Button
        variant="primary"
        icon={<Play size={14} aria-hidden="true" />}
        onClick={() => void launchBot(botId)}
      >
        {state === 'failed' ? 'Launch again' : 'Launch'}
      </Button>
    )
  }
  return (
    <Button
      busy={state === 'stopping'}
      icon={<Square size={12} fill="currentColor" aria-hidden="true" />}
      onClick={() => void stopBot(botId)}
    >
      {state === 'stopping' ? 'Stopping' : 'Stop bot'}
    </Button>
  )
}
