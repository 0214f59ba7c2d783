import { useState } from 'react'
import type { ToolCall, ToolDecision } from '@shared/model/tool'
import type { LiveTurn } from '@shared/model/turn'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import styles from './tool-call-part.module.css'
import { useAbilities } from './use-abilities'

/** Asks for each command by itself, also where it is always to be allowed. */
const COMMAND_TOOL = 'command.run'

export interface ToolApprovalProps {
  readonly call: ToolCall
  readonly live: LiveTurn
}

/** Asks whether a call may run. Whoever answers first has answered, on any screen. */
export function ToolApproval({ call, live }: ToolApprovalProps) {
  const ask = useApp((app) => app.call)
  const toastError = useApp((app) => app.toastError)
  const name = useApp((app) => app.bots[live.botId]?.name ?? live.botId)
  const { mayWrite, mayManage } = useAbilities(live.botId, live.sessionId)
  const isCommand = call.tool === COMMAND_TOOL
  const question = isCommand
    ? 'This runs on the machine of the controller.'
    : `${name} wants to use ${call.tool}.`
  const [answered, setAnswered] = useState<ToolDecision | null>(null)

  const answer = async (decision: ToolDecision) => {
    if (answered !== null) return
    setAnswered(decision)
    try {
      const { sessionId, id: turnId } = live
      await ask('turns.answerToolCall', { sessionId, turnId, callId: call.id, decision })
    } catch (error) {
      toastError(error)
      setAnswered(null)
    }
  }
  return (
    <div role="group" aria-label={`May ${name} use ${call.tool}?`}>
      <p role="alert" className={styles['question']}>
        {question}
        {!mayWrite && ' Somebody who may write here can answer.'}
      </p>
      {mayWrite && (
        <div className={styles['answers']}>
          <Button
            small
            variant="primary"
            busy={answered === 'once'}
            onClick={() => void answer('once')}
          >
            Allow once
          </Button>
          {mayManage && (
            <Button small busy={answered === 'always'} onClick={() => void answer('always')}>
              {isCommand ? 'Always this command' : 'Always for this bot'}
            </Button>
          )}
          <Button
            small
            variant="quiet"
            busy={answered === 'refuse'}
            onClick={() => void answer('refuse')}
          >
            Refuse
          </Button>
        </div>
      )}
    </div>
  )
}
