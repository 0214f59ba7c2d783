import { Play } from 'lucide-react'
import { useShallow } from 'zustand/react/shallow'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { isLaunchable } from './bot-actions'
import styles from './bot-dialog.module.css'

const MOST_SHOWN = 6

/** Before another bot is made: those that are there and only wait to be launched. */
export function LaunchExisting() {
  const idle = useApp(
    useShallow((app) =>
      app.botIds.filter((id) => isLaunchable(app.instances[id]?.state ?? 'stopped')),
    ),
  )
  const bots = useApp((app) => app.bots)
  const launchBot = useApp((app) => app.launchBot)
  const selectBot = useApp((app) => app.selectBot)
  const closeDialog = useApp((app) => app.closeDialog)
  if (idle.length === 0) return null
  return (
    <div className={styles['existing']} role="group" aria-label="Launch a bot you have">
      <span className={styles['note']}>Launch one you have:</span>
      {idle.slice(0, MOST_SHOWN).map((botId) => (
        <Button
          key={botId}
          small
          icon={<Play size={13} aria-hidden="true" />}
          onClick={() => {
            closeDialog()
            selectBot(botId)
            void launchBot(botId)
          }}
        >
          {bots[botId]?.name}
        </Button>
      ))}
    </div>
  )
}
