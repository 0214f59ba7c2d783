import { memo } from 'react'
import type { MessageId } from '@shared/model/ids'
import type { Message } from '@shared/model/message'
import { useApp } from '../../../store/use-app'
import { MessagePictures } from '../attachments/message-pictures'
import { EditMessage } from '../branches/edit-message'
import { PersonTools } from '../branches/person-tools'
import { VersionSwitcher } from '../branches/version-switcher'
import { MemoryLine } from '../memory/memory-line'
import { PinnedSign } from '../memory/pinned-sign'
import { messageOf } from '../state/chat-selectors'
import { ClockTime } from './clock-time'
import { CopyButton } from './copy-button'
import { AskedFormatSign } from './asked-format-sign'
import { DateLine } from './date-line'
import styles from './message-row.module.css'
import { visibleText } from './visible-text'

export interface PersonRowProps {
  readonly id: MessageId
  readonly previousId: MessageId | null
}

/** What a person said: their exact text, without any Markdown. */
export const PersonRow = memo(function PersonRow({ id, previousId }: PersonRowProps) {
  const message = useApp(messageOf(id))
  const previousAt = useApp(({ chat }) => chat.messages[previousId ?? '']?.createdAt ?? null)
  const isEditing = useApp((state) => state.editingId === id)
  if (message === undefined) return null
  const pictures = message.details?.attachments
  return (
    <li className={styles['row']} data-row-id={id} data-author="person">
      <MemoryLine sessionId={message.sessionId} seq={message.seq} />
      <DateLine at={message.createdAt} previousAt={previousAt} />
      <article className={styles['mine']}>
        <h2 className="visually-hidden">You</h2>
        {pictures && <MessagePictures pictures={pictures} />}
        {isEditing ? <EditMessage message={message} /> : <Said message={message} />}
      </article>
    </li>
  )
})

function Said({ message }: { readonly message: Message }) {
  return (
    <>
      {message.text.trim() !== '' && (
        <div className={styles['bubble']} dir="auto">
          {visibleText(message.text)}
        </div>
      )}
      <div className={styles['footer']}>
        <PinnedSign message={message} />
        <VersionSwitcher message={message} />
        <AskedFormatSign format={message.details?.askedFormat} />
        <ClockTime at={message.createdAt} />
        <CopyButton text={message.text} label="Copy message" />
        <PersonTools message={message} />
      </div>
    </>
  )
}
