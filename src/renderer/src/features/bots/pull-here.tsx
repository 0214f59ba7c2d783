import type { CommandOutput } from '@shared/contract/commands'
import { isModelName, isSameModel, modelKey } from '@shared/model/model-name'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import type { Query } from '../../ui/use-query'
import styles from './bot-dialog.module.css'

export interface PullHereProps {
  readonly name: string
  readonly query: Query<CommandOutput<'models.list'>>
}

/** Pulls a model that Ollama does not have, without leaving the dialog, and says how far that is. */
export function PullHere({ name, query }: PullHereProps) {
  const pull = useApp((app) => app.pulls[modelKey(name)])
  const pullModel = useApp((app) => app.pullModel)
  const toastError = useApp((app) => app.toastError)
  const isReachable = useApp((app) => app.engines.ollama?.reachable === true)
  if (!isReachable || !isModelName(name) || !isMissing(name, query.data)) return null
  if (pull?.state === 'running') {
    return (
      <span className={styles['pulling']} role="status">
        Pulling: {Math.floor(pull.fraction * 100)} %. It goes on when you close this.
      </span>
    )
  }
  return (
    <span className={styles['pulling']}>
      {pull?.error?.message ?? 'Ollama does not have it.'}
      <Button small onClick={() => void pullModel(name).catch(toastError)}>
        Pull it
      </Button>
    </span>
  )
}

function isMissing(name: string, data: PullHereProps['query']['data']): boolean {
  return data !== null && !data.models.some((model) => isSameModel(model.name, name))
}
