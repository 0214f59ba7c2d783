import { Copy, HardDriveDownload, Pencil, Play, Square, Trash2 } from 'lucide-react'
import type { BotId } from '@shared/model/ids'
import type { InstanceState } from '@shared/model/instance'
import { useApp } from '../../store/use-app'
import type { MenuItem } from '../../ui/menu'

const ICON = { size: 16, 'aria-hidden': true } as const

/** Whether a bot in this state can be launched; else it can be stopped, unless it is already stopping. */
export function isLaunchable(state: InstanceState): boolean {
  return state === 'stopped' || state === 'failed'
}

/** What can be done with a bot, for the menus it has in the list and above its conversation. Empty where the viewer may do none of it. */
export function useBotActions(botId: BotId): readonly MenuItem[] {
  const state = useApp((app) => app.instances[botId]?.state ?? 'stopped')
  const isOwner = useApp((app) => app.role === 'owner')
  const launchBot = useApp((app) => app.launchBot)
  const stopBot = useApp((app) => app.stopBot)
  const deleteBot = useApp((app) => app.deleteBot)
  const openBotDialog = useApp((app) => app.openBotDialog)
  const openExport = useApp((app) => app.openExport)
  if (!isOwner) return []

  const run: MenuItem = isLaunchable(state)
    ? { label: 'Launch', icon: <Play {...ICON} />, onSelect: () => void launchBot(botId) }
    : {
        label: 'Stop',
        icon: <Square {...ICON} />,
        disabledBecause: state === 'stopping' ? 'It is stopping already.' : undefined,
        onSelect: () => void stopBot(botId),
      }
  return [
    run,
    {
      label: 'Edit',
      icon: <Pencil {...ICON} />,
      onSelect: () => openBotDialog({ kind: 'edit', botId }),
    },
    {
      label: 'Duplicate',
      icon: <Copy {...ICON} />,
      onSelect: () => openBotDialog({ kind: 'duplicate', botId }),
    },
    {
      label: 'Export…',
      icon: <HardDriveDownload {...ICON} />,
      onSelect: () => openExport({ kind: 'bot', botId }),
    },
    {
      label: 'Delete',
      icon: <Trash2 {...ICON} />,
      danger: true,
      onSelect: () => void deleteBot(botId),
    },
  ]
}
