import { Bot as BotIcon, Ellipsis, GitFork, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { BotId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { useApp, useAppStore } from '../../../store/use-app'
import { IconButton } from '../../../ui/icon-button'
import { Menu } from '../../../ui/menu'
import { usePinItem } from '../memory/use-pin-item'
import { useAbilities } from '../messages/use-abilities'
import { answeredIdOf, isQuiet } from '../state/chat-selectors'
import { AnotherReplyDialog } from './another-reply-dialog'

const ICON = { size: 15, 'aria-hidden': true } as const
const ANSWERING = 'A reply is being made, or messages wait'

export interface ReplyToolsProps {
  readonly message: Message
  /** The session's own bot. */
  readonly botId: BotId
}

/** What can be made of a reply: another one, of this bot or another, or a session that goes on from here. */
export function ReplyTools({ message, botId }: ReplyToolsProps) {
  const { sessionId } = message
  const [choosing, setChoosing] = useState(false)
  const answeredId = useApp(answeredIdOf(message))
  const quiet = useApp(isQuiet(sessionId))
  const name = useApp((state) => state.bots[botId]?.name ?? botId)
  const store = useAppStore()
  const fork = useApp((state) => state.fork)
  const { mayWrite, mayManage, isLaunched } = useAbilities(botId, sessionId)
  const pinItem = usePinItem(message)
  if (!mayWrite) return null
  const forkItem = {
    label: 'Fork from here',
    icon: <GitFork {...ICON} />,
    onSelect: () => void fork(sessionId, message.id),
  }
  if (answeredId === null)
    return (
      <Menu label="More for this message" items={[pinItem, forkItem]}>
        <Ellipsis {...ICON} />
      </Menu>
    )
  const obstacle = whyNot(quiet, isLaunched || mayManage, name)
  return (
    <>
      <IconButton
        label={obstacle ?? 'Another reply'}
        aria-disabled={obstacle !== null}
        onClick={() => {
          if (obstacle === null) void store.getState().retry(botId, sessionId, answeredId)
        }}
      >
        <RefreshCw {...ICON} />
      </IconButton>
      <Menu
        label="More for this message"
        items={[
          {
            label: 'Another bot or model…',
            icon: <BotIcon {...ICON} />,
            disabledBecause: quiet ? undefined : ANSWERING,
            onSelect: () => setChoosing(true),
          },
          pinItem,
          forkItem,
        ]}
      >
        <Ellipsis {...ICON} />
      </Menu>
      {choosing && (
        <AnotherReplyDialog
          botId={botId}
          onClose={() => setChoosing(false)}
          onAsk={(by, model) => void store.getState().retry(by, sessionId, answeredId, model)}
        />
      )}
    </>
  )
}

function whyNot(quiet: boolean, mayAnswer: boolean, name: string): string | null {
  if (!quiet) return ANSWERING
  return mayAnswer ? null : `The owner can launch ${name}`
}
