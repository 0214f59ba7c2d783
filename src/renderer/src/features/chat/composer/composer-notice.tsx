import type { BotId } from '@shared/model/ids'
import type { Instance } from '@shared/model/instance'
import { useApp, useAppStore } from '../../../store/use-app'
import { BotState } from '../../../ui/bot-state'
import { Button } from '../../../ui/button'
import { Elapsed } from '../messages/elapsed'
import { useAbilities } from '../messages/use-abilities'
import styles from './composer-notice.module.css'

export interface ComposerNoticeProps {
  readonly botId: BotId
  /** After something was pressed here: the button may be gone, and focus has to go somewhere. */
  readonly onAct: () => void
}

/** What keeps the bot from answering, and what to do. Nothing while it is ready. */
export function ComposerNotice({ botId, onAct }: ComposerNoticeProps) {
  const instance = useApp((state) => state.instances[botId])
  const name = useApp((state) => state.bots[botId]?.name ?? botId)
  const state = instance?.state ?? 'stopped'
  if (state === 'ready' || state === 'busy') return null
  return (
    <div className={styles['notice']} data-state={state}>
      <div className={styles['text']} role="status">
        <NoticeText name={name} instance={instance} />
      </div>
      <NoticeActions botId={botId} instance={instance} onAct={onAct} />
    </div>
  )
}

interface NoticeTextProps {
  readonly name: string
  readonly instance: Instance | undefined
}

function NoticeText({ name, instance }: NoticeTextProps) {
  if (instance?.state === 'starting') return <Starting name={name} instance={instance} />
  if (instance?.state === 'stopping') {
    return (
      <>
        <BotState state="stopping" word="Stopping" /> {name} ends its replies.
      </>
    )
  }
  if (instance?.state === 'failed') {
    return (
      <>
        <BotState state="failed" word="Failed" /> {name} takes no messages until it is launched.
        What you write stays here.
      </>
    )
  }
  return (
    <>
      <BotState state="stopped" word="Stopped" /> {name} answers when it is launched. What you write
      stays here.
    </>
  )
}

function Starting({ name, instance }: { readonly name: string; readonly instance: Instance }) {
  return (
    <>
      <BotState state="starting" word="Loading" /> {instance.model ?? name}{' '}
      <Elapsed since={instance.since} />
      <span className={styles['aside']}>What you send now waits until it is ready.</span>
    </>
  )
}

interface NoticeActionsProps extends ComposerNoticeProps {
  readonly instance: Instance | undefined
}

function NoticeActions({ botId, instance, onAct }: NoticeActionsProps) {
  const store = useAppStore()
  const { mayManage } = useAbilities(botId)
  const state = instance?.state ?? 'stopped'
  // Why it failed, and the buttons that mend it, stand in the notice above the conversation.
  if (state !== 'stopped') return null
  if (!mayManage) return <span className={styles['aside']}>The owner can launch it.</span>
  const launch = () => {
    onAct()
    void store.getState().launchBot(botId)
  }
  return (
    <div className={styles['actions']}>
      <Button small variant="primary" onClick={launch}>
        Launch
      </Button>
    </div>
  )
}
