import { Plus } from 'lucide-react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { IconButton } from '../../ui/icon-button'
import { moveFocus } from '../../ui/move-focus'
import { Skeleton } from '../../ui/skeleton'
import rows from '../../ui/list-row.module.css'
import styles from './bot-list.module.css'
import { BotRow } from './bot-row'

/** Every bot, with its state and what is new: arrows move, Enter opens, Alt+1…9 goes straight there. */
export function BotList() {
  const openBotDialog = useApp((app) => app.openBotDialog)
  const isOwner = useApp((app) => app.role === 'owner')
  return (
    <section className={styles['section']} aria-label="Bots">
      <header className={rows['header']}>
        <h2 className={rows['title']}>Bots</h2>
        {isOwner && (
          <IconButton label="New bot" onClick={() => openBotDialog({ kind: 'create' })}>
            <Plus size={18} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      <Rows />
    </section>
  )
}

function Rows() {
  const botIds = useApp((app) => app.botIds)
  const selected = useApp((app) => app.selectedBotId)
  const status = useApp((app) => app.overviewStatus)
  const error = useApp((app) => app.overviewError)
  const retry = useApp((app) => app.retryOverview)
  const unread = useApp((app) => app.unreadCounts())

  if (status === 'failed') {
    return (
      <ErrorState
        message={error ?? 'The bots could not be read.'}
        actions={<Button onClick={retry}>Try again</Button>}
      />
    )
  }
  if (status === 'loading') return <Skeleton rows={4} rowHeight={46} label="Reading the bots" />
  if (botIds.length === 0) return <NoBots />
  return (
    <ul className={styles['list']} onKeyDown={moveFocus}>
      {botIds.map((botId, index) => (
        <BotRow
          key={botId}
          botId={botId}
          place={index + 1}
          selected={botId === selected}
          tabbable={selected === null ? index === 0 : botId === selected}
          unread={unread[botId] ?? 0}
        />
      ))}
    </ul>
  )
}

/** The middle part says what to do; here it is only named. */
function NoBots() {
  return <EmptyState title="No bots yet">A bot is a name, a model and instructions.</EmptyState>
}
