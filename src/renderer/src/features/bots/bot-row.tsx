import { Ellipsis } from 'lucide-react'
import { memo } from 'react'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../store/use-app'
import { BotMark } from '../../ui/bot-mark'
import { classNames } from '../../ui/class-names'
import { Menu } from '../../ui/menu'
import { useBotActions } from './bot-actions'
import rows from '../../ui/list-row.module.css'
import styles from './bot-list.module.css'
import { InstanceState } from './instance-state'

export interface BotRowProps {
  readonly botId: BotId
  /** From 1; the first nine have a shortcut. */
  readonly place: number
  readonly selected: boolean
  /** Whether Tab stops at this row; the others are reached by arrows. */
  readonly tabbable: boolean
  readonly unread: number
}

export const BotRow = memo(function BotRow({
  botId,
  place,
  selected,
  tabbable,
  unread,
}: BotRowProps) {
  const bot = useApp((app) => app.bots[botId])
  const selectBot = useApp((app) => app.selectBot)
  const actions = useBotActions(botId)
  if (bot === undefined) return null
  return (
    <li className={classNames(rows['row'], selected && rows['selected'])}>
      <button
        type="button"
        className={classNames(rows['main'], styles['main'])}
        data-row
        data-bot={botId}
        aria-current={selected ? 'true' : undefined}
        tabIndex={tabbable ? 0 : -1}
        aria-keyshortcuts={place <= 9 ? `Alt+${place}` : undefined}
        onClick={() => selectBot(botId)}
      >
        <BotMark bot={bot} />
        <span className={styles['words']}>
          <span className={classNames(rows['name'], styles['name'])} dir="auto" title={bot.name}>
            {bot.name}
          </span>
          <span className={styles['meta']}>
            <InstanceState botId={botId} />
            <span className={styles['id']}>{botId}</span>
          </span>
        </span>
        {unread > 0 && (
          <span
            className={classNames(rows['aside'], styles['unread'])}
            title={`${unread} with something new`}
          >
            {unread > 99 ? '99+' : unread}
            <span className="visually-hidden"> unread</span>
          </span>
        )}
      </button>
      {actions.length > 0 && (
        <Menu
          label={`Actions for ${bot.name}`}
          items={actions}
          className={rows['menu']}
          tabIndex={tabbable ? 0 : -1}
        >
          <Ellipsis size={16} aria-hidden="true" />
        </Menu>
      )}
    </li>
  )
})
