import type { EngineName } from '@shared/model/engine'
import { useApp } from '../../store/use-app'
import { BotState } from '../../ui/bot-state'
import { Fact } from './fact'

const NAMES: Readonly<Record<EngineName, string>> = { ollama: 'Ollama', guide: 'Guide, built in' }

/** What makes the replies, and whether it can be reached. */
export function EngineRow({ engine }: { readonly engine: EngineName }) {
  const status = useApp((app) => app.engines[engine])
  const name = [NAMES[engine], engine === 'ollama' ? status?.version : null]
    .filter(Boolean)
    .join(' ')
  return (
    <>
      <Fact name="Engine">{name}</Fact>
      {engine === 'ollama' && status !== undefined && (
        <Fact name="Connection" title={status.error?.message}>
          <BotState
            state={status.reachable ? 'ready' : 'waiting'}
            word={status.reachable ? 'reachable' : 'away'}
          />
        </Fact>
      )}
    </>
  )
}
