import { Pin, PinOff } from 'lucide-react'
import type { Message } from '@shared/model/message'
import { useApp } from '../../../store/use-app'
import type { MenuItem } from '../../../ui/menu'
import { isPinned } from './memory-selectors'

const ICON = { size: 15, 'aria-hidden': true } as const

/** The action that lets the bot always be told a message, or no longer. */
export function usePinItem(message: Message): MenuItem {
  const pinned = useApp(isPinned(message.sessionId, message.seq))
  const pin = useApp((state) => state.pinMessage)
  return {
    label: pinned ? 'Unpin' : 'Pin: always remember',
    icon: pinned ? <PinOff {...ICON} /> : <Pin {...ICON} />,
    onSelect: () => void pin(message, !pinned),
  }
}
