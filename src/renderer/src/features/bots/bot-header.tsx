import { Activity, Ellipsis, Menu as MenuIcon, TextSearch } from 'lucide-react'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { BotMark } from '../../ui/bot-mark'
import { IconButton } from '../../ui/icon-button'
import { Menu } from '../../ui/menu'
import type { MenuItem } from '../../ui/menu'
import { useBotActions } from './bot-actions'
import styles from './bot-header.module.css'
import { InstanceState } from './instance-state'

/** The line above the conversation: whose it is, how it is, and the way to the other parts where they are folded. */
export function BotHeader({ botId }: { readonly botId: BotId | null }) {
  const setDrawerOpen = useApp((app) => app.setDrawerOpen)
  const hasUnread = useApp((app) => Object.keys(app.unreadCounts()).some((id) => id !== botId))
  return (
    <header className={styles['header']}>
      <IconButton
        label={hasUnread ? 'Bots and conversations, something new' : 'Bots and conversations'}
        className={styles['drawer']}
        onClick={() => setDrawerOpen(true)}
      >
        <MenuIcon size={18} aria-hidden="true" />
        {hasUnread && <span className={styles['dot']} />}
      </IconButton>
      {botId === null ? <h1 className={styles['name']}>Port 8000</h1> : <BotTitle botId={botId} />}
    </header>
  )
}

function BotTitle({ botId }: { readonly botId: BotId }) {
  const bot = useApp((app) => app.bots[botId])
  const panelOpen = useApp((app) => app.panelOpen)
  const setPanelOpen = useApp((app) => app.setPanelOpen)
  const openFind = useApp((app) => app.openFind)
  const hasConversation = useApp((app) => app.selectedSessionId !== null)
  const find: MenuItem = {
    label: 'Find in conversation',
    icon: <TextSearch size={16} aria-hidden />,
    onSelect: openFind,
  }
  const actions = [...(hasConversation ? [find] : []), ...useBotActions(botId)]
  if (bot === undefined) return null
  return (
    <>
      <span className={styles['mark']}>
        <BotMark bot={bot} />
      </span>
      <div className={styles['words']}>
        <div className={styles['line']}>
          <h1 className={styles['name']} dir="auto" title={bot.name}>
            {bot.name}
          </h1>
          <span className={styles['id']}>{botId}</span>
        </div>
        <div className={styles['line']}>
          <InstanceState botId={botId} />
          <span className={styles['model']} title={bot.model ?? undefined}>
            {bot.model ?? 'built in, no model needed'}
          </span>
        </div>
      </div>
      {actions.length > 0 && (
        <Menu label={`More for ${bot.name}`} items={actions}>
          <Ellipsis size={18} aria-hidden="true" />
        </Menu>
      )}
      <IconButton
        label="Status"
        className={styles['panel']}
        aria-pressed={panelOpen}
        onClick={() => setPanelOpen(!panelOpen)}
      >
        <Activity size={18} aria-hidden="true" />
      </IconButton>
    </>
  )
}
