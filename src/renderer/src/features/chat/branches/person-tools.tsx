import { Ellipsis, GitFork, Pencil } from 'lucide-react'
import type { Message } from '@shared/model/message'
import { useApp } from '../../../store/use-app'
import { IconButton } from '../../../ui/icon-button'
import { Menu } from '../../../ui/menu'
import { usePinItem } from '../memory/use-pin-item'

const ICON = { size: 15, 'aria-hidden': true } as const

/** What can be made of something a person said: another version of it, or a session that goes on from here. */
export function PersonTools({ message }: { readonly message: Message }) {
  const edit = useApp((state) => state.edit)
  const fork = useApp((state) => state.fork)
  const mayWrite = useApp((state) => state.mayWriteIn(message.sessionId))
  const pinItem = usePinItem(message)
  if (!mayWrite) return null
  return (
    <>
      <IconButton label="Edit message" onClick={() => edit(message)}>
        <Pencil {...ICON} />
      </IconButton>
      <Menu
        label="More for this message"
        items={[
          pinItem,
          {
            label: 'Fork from here',
            icon: <GitFork {...ICON} />,
            onSelect: () => void fork(message.sessionId, message.id),
          },
        ]}
      >
        <Ellipsis {...ICON} />
      </Menu>
    </>
  )
}
