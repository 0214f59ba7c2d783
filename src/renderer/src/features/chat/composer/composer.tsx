import { lazy, Suspense, useEffect, useId, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import type { BotId, SessionId } from '@shared/model/ids'
import { useApp, useAppStore } from '../../../store/use-app'
import type { AppState } from '../../../store/use-app'
import { classNames } from '../../../ui/class-names'
import { AttachButton } from '../attachments/attach-button'
import { NOTHING_ATTACHED } from '../attachments/attached'
import { AttachedPlace } from '../attachments/attached-place'
import { ContextMeter } from '../memory/context-meter'
import { useAbilities } from '../messages/use-abilities'
import { pendingOf, queueOf } from '../state/chat-selectors'
import { draftKeyOf } from '../state/draft-storage'
import { composerKeyOf } from './composer-keys'
import styles from './composer.module.css'
import { ComposerButtons } from './composer-buttons'
import { FormatButton } from './format-button'
import { ComposerNotice } from './composer-notice'
import { messageSizeOf } from './limits'
import { QueueStrip } from './queue-strip'
import { useGrow } from './use-grow'
import { useRecall } from './use-recall'

const ProgramHint = lazy(() =>
  import('./program-hint').then((part) => ({ default: part.ProgramHint })),
)

export interface ComposerProps {
  readonly botId: BotId
  readonly sessionId: SessionId | null
}

/** What is not ready of the pictures beside a draft; null where all are. */
const unreadyAt = (key: string) => (state: AppState) => {
  const attached = state.attached[key] ?? NOTHING_ATTACHED
  if (attached.some((one) => one.state === 'coming')) return 'A picture is still being added'
  if (attached.some((one) => one.state === 'failed'))
    return 'Remove the picture that could not be added, or try it again'
  return null
}

/** Why nothing can be sent now; null where it can. */
function useObstacle(sessionId: SessionId | null, botId: BotId): string | null {
  const { isLaunched } = useAbilities(botId)
  const name = useApp((state) => state.bots[botId]?.name ?? botId)
  const isOnline = useApp((state) => state.connection.status === 'online')
  const queued = useApp(queueOf(sessionId ?? '')).length
  const unready = useApp(unreadyAt(draftKeyOf(botId, sessionId)))
  const maxQueued = useApp((state) => state.maxQueued)
  if (!isLaunched) return `Launch ${name} first`
  if (unready !== null) return unready
  if (!isOnline && sessionId === null) return 'A conversation begins when the connection is back'
  return queued >= maxQueued ? `${maxQueued} messages wait already` : null
}

/** Where a message is written. It keeps what is being written, also while nothing can be sent. */
export function Composer({ botId, sessionId }: ComposerProps) {
  const store = useAppStore()
  const area = useRef<HTMLTextAreaElement>(null)
  const noteId = useId()
  const key = draftKeyOf(botId, sessionId)
  const text = useApp((state) => state.drafts[key] ?? '')
  const name = useApp((state) => state.bots[botId]?.name ?? botId)
  const obstacle = useObstacle(sessionId, botId)
  const recall = useRecall(sessionId)
  const { mayWrite } = useAbilities(botId, sessionId)
  const size = messageSizeOf(text)
  const hasPictures = useApp((state) => (state.attached[key] ?? NOTHING_ATTACHED).length > 0)
  const isEmpty = text.trim() === '' && !hasPictures
  useGrow(area, text)

  useEffect(() => {
    // Whoever opens a conversation can write at once, unless they are busy somewhere else.
    if (document.activeElement === document.body && matchMedia('(pointer: fine)').matches)
      area.current?.focus()
  }, [key])

  const send = () => {
    if (isEmpty || size.isTooLong || obstacle !== null) return
    void store.getState().say(botId, sessionId, text, store.getState().takePictures(key))
    area.current?.focus()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const pressed = composerKeyOf(event)
    if (pressed === null) return
    if (pressed === 'send') {
      event.preventDefault()
      send()
      return
    }
    const { selectionStart, selectionEnd } = event.currentTarget
    const recalled = recall(pressed, { text, selectionStart, selectionEnd })
    if (recalled === null) return
    event.preventDefault()
    event.stopPropagation()
    store.getState().setDraft(key, recalled)
  }

  if (!mayWrite) return <ReadOnly sessionId={sessionId} />
  return (
    <div className={styles['composer']}>
      {sessionId !== null && <QueueStrip sessionId={sessionId} />}
      <ComposerNotice botId={botId} onAct={() => area.current?.focus()} />
      <form
        className={classNames(styles['box'], size.isTooLong && styles['tooLong'])}
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <AttachedPlace botId={botId} draftKey={key} onDetach={() => area.current?.focus()} />
        <textarea
          ref={area}
          className={styles['area']}
          rows={1}
          dir="auto"
          value={text}
          placeholder={`Write to ${name}`}
          aria-label={`Message to ${name}`}
          aria-describedby={noteId}
          aria-invalid={size.isTooLong || undefined}
          enterKeyHint="send"
          onChange={(event) => store.getState().setDraft(key, event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const { files } = event.clipboardData
            // Programs put a picture beside the text they copy: then the text is meant.
            if (files.length === 0 || event.clipboardData.getData('text/plain') !== '') return
            event.preventDefault()
            void store.getState().attachFiles(key, [...files])
          }}
        />
        <div className={styles['bar']}>
          <AttachButton draftKey={key} onAttach={() => area.current?.focus()} />
          <FormatButton botId={botId} draftKey={key} />
          <p id={noteId} className={styles['note']} aria-live="polite">
            {size.text ?? <Hint sessionId={sessionId} isCommand={text.startsWith('!')} />}
          </p>
          {sessionId !== null && <ContextMeter sessionId={sessionId} />}
          <ComposerButtons
            sessionId={sessionId}
            mayPress={!isEmpty && !size.isTooLong && obstacle === null}
            isEmpty={isEmpty}
            obstacle={obstacle}
          />
        </div>
      </form>
    </div>
  )
}

function ReadOnly({ sessionId }: { readonly sessionId: SessionId | null }) {
  const session = useApp((state) => state.sessions[sessionId ?? ''])
  const isOthers = useApp((state) => session !== undefined && session.personId !== state.personId)
  const name = useApp((state) => state.people[session?.personId ?? '']?.name ?? 'its person')
  return (
    <p className={styles['readOnly']}>
      {isOthers
        ? `This conversation is ${name}’s. You may read it.`
        : 'You may read here. Ask the owner of this controller to let you write.'}
    </p>
  )
}

interface HintProps {
  readonly sessionId: SessionId | null
  readonly isCommand: boolean
}

function Hint({ sessionId, isCommand }: HintProps) {
  const isOnline = useApp((state) => state.connection.status === 'online')
  const waiting = useApp(pendingOf(sessionId ?? '')).filter(
    ({ state }) => state === 'waiting',
  ).length
  if (!isOnline)
    return waiting > 0
      ? `Not connected. ${waiting} to send when it is.`
      : 'Not connected. What you send waits here.'
  if (isCommand)
    return (
      <Suspense fallback={null}>
        <ProgramHint />
      </Suspense>
    )
  return (
    <span className={styles['keys']}>
      <kbd>Enter</kbd> sends, <kbd>Shift</kbd> + <kbd>Enter</kbd> for a new line
    </span>
  )
}
