import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import type { Message } from '@shared/model/message'
import { useApp, useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { composerKeyOf } from '../composer/composer-keys'
import { messageSizeOf } from '../composer/limits'
import { useGrow } from '../composer/use-grow'
import { editKeyOf } from './branch-slice'
import styles from './branches.module.css'

/** Another version of what was said, written where the first one stands. What is being written outlives a reload. */
export function EditMessage({ message }: { readonly message: Message }) {
  const store = useAppStore()
  const area = useRef<HTMLTextAreaElement>(null)
  const key = editKeyOf(message.id)
  const text = useApp((state) => state.drafts[key] ?? '')
  const isAnswering = useApp(({ chat }) => Boolean(chat.conversations[message.sessionId]?.live))
  const size = messageSizeOf(text)
  const isNothing = text.trim() === '' && message.details?.attachments === undefined
  const mayNotSend = isNothing || size.isTooLong || text === message.text
  useGrow(area, text)

  useEffect(() => {
    const element = area.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])

  const close = () => {
    store.getState().setDraft(key, '')
    store.getState().edit(null)
    requestAnimationFrame(() => focusEditButton(message.id))
  }
  const send = () => {
    if (mayNotSend) return
    store.getState().setDraft(key, '')
    void store.getState().sendVersion(message.sessionId, message.id, text)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      close()
    } else if (composerKeyOf(event) === 'send') {
      event.preventDefault()
      send()
    }
  }
  return (
    <form
      className={styles['edit']}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        ref={area}
        className={styles['area']}
        rows={1}
        dir="auto"
        value={text}
        aria-label="Another version of your message"
        aria-invalid={size.isTooLong || undefined}
        onChange={(event) => store.getState().setDraft(key, event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles['editBar']}>
        <p className={styles['editNote']}>
          {size.text ??
            (isAnswering
              ? 'Sending stops the reply being made; both versions are kept.'
              : 'The first version is kept beside this one.')}
        </p>
        <Button small variant="quiet" onClick={close}>
          Cancel
        </Button>
        <Button small type="submit" variant="primary" aria-disabled={mayNotSend}>
          Send
        </Button>
      </div>
    </form>
  )
}

function focusEditButton(messageId: string): void {
  document
    .querySelector<HTMLElement>(
      `[data-row-id="${CSS.escape(messageId)}"] button[aria-label="Edit message"]`,
    )
    ?.focus()
}
