import type { ErrorCode } from '@shared/contract/errors'
import type { BotId } from '@shared/model/ids'
import { useAppStore } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { useAbilities } from './use-abilities'

export interface RepairButtonProps {
  readonly botId: BotId
  readonly code: ErrorCode | undefined
}

/** The way to what has to be put right first, where the error names such a thing and the reader may do it. */
export function RepairButton({ botId, code }: RepairButtonProps) {
  const store = useAppStore()
  const { mayManage } = useAbilities(botId)
  if (!mayManage) return null
  if (code === 'engine_unavailable') {
    return (
      <Button small onClick={() => store.getState().openSettings('ollama')}>
        Open settings
      </Button>
    )
  }
  // The options of the bot, or its model: both are changed there.
  if (code === 'model_not_found' || code === 'invalid_input') {
    return (
      <Button small onClick={() => store.getState().openBotDialog({ kind: 'edit', botId })}>
        Edit bot
      </Button>
    )
  }
  return null
}
