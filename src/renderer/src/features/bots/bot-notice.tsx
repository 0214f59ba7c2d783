import { Play } from 'lucide-react'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'

/** What stands between a bot and its next answer: why it failed, an engine that is away, a notice. Nothing where all is well. */
export function BotNotice({ botId }: { readonly botId: BotId }) {
  const failed = useApp((app) => app.instances[botId]?.state === 'failed')
  const notice = useApp((app) => app.instances[botId]?.notice ?? null)
  const away = useApp((app) => {
    const bot = app.bots[botId]
    return bot !== undefined && app.engines[bot.engine]?.reachable === false
  })
  if (failed) return <FailedNotice botId={botId} />
  if (away) return <AwayNotice botId={botId} />
  return notice === null ? null : <Banner tone="info">{notice}</Banner>
}

function FailedNotice({ botId }: { readonly botId: BotId }) {
  const name = useApp((app) => app.bots[botId]?.name ?? botId)
  const cause = useApp((app) => app.instances[botId]?.error?.message)
  return (
    <Banner tone="error" actions={<FailureActions botId={botId} />}>
      <strong>{name} could not be launched.</strong> {cause ?? 'The cause is not known. Try again.'}
    </Banner>
  )
}

function FailureActions({ botId }: { readonly botId: BotId }) {
  const isOwner = useApp((app) => app.role === 'owner')
  const launchBot = useApp((app) => app.launchBot)
  const openBotDialog = useApp((app) => app.openBotDialog)
  const isAway = useApp((app) => app.instances[botId]?.error?.code === 'engine_unavailable')
  if (!isOwner) return null
  return (
    <>
      <Button
        small
        icon={<Play size={14} aria-hidden="true" />}
        onClick={() => void launchBot(botId)}
      >
        Try again
      </Button>
      <Button small onClick={() => openBotDialog({ kind: 'edit', botId })}>
        Edit
      </Button>
      {isAway && <EngineActions />}
    </>
  )
}

function AwayNotice({ botId }: { readonly botId: BotId }) {
  const cause = useApp((app) => app.engines[app.bots[botId]?.engine ?? 'ollama']?.error?.message)
  return (
    <Banner tone="warning" actions={<EngineActions />}>
      {cause ?? 'Ollama cannot be reached. Start Ollama, or set its address in Settings.'} You can
      read on; Port 8000 looks for it again by itself.
    </Banner>
  )
}

function EngineActions() {
  const isOwner = useApp((app) => app.role === 'owner')
  const openSettings = useApp((app) => app.openSettings)
  if (!isOwner) return null
  return (
    <Button small onClick={() => openSettings('ollama')}>
      Settings
    </Button>
  )
}
