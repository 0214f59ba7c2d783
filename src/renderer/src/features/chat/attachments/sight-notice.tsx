import { CircleAlert } from 'lucide-react'
import type { BotId } from '@shared/model/ids'
import { useApp } from '../../../store/use-app'
import { useQuery } from '../../../ui/use-query'
import styles from './attached-strip.module.css'

/** Said before anything is sent: this bot would not see the pictures. */
export function SightNotice({ botId }: { readonly botId: BotId }) {
  const problem = useSightProblem(botId)
  if (problem === null) return null
  return (
    <p className={styles['sight']} role="status">
      <CircleAlert size={15} aria-hidden="true" /> {problem}
    </p>
  )
}

/** Why this bot cannot see pictures; null where it can, or where that is not known. */
function useSightProblem(botId: BotId): string | null {
  const bot = useApp((state) => state.bots[botId])
  const version = useApp((state) => state.modelsVersion)
  const { data } = useQuery('models.list', { engine: 'ollama' }, version)
  if (bot === undefined) return null
  if (bot.model === null) return `${bot.name} cannot see pictures. Remove them to send.`
  const names = [bot.model, `${bot.model}:latest`]
  const capabilities = data?.models.find(({ name }) => names.includes(name))?.capabilities
  if (capabilities == null || capabilities.includes('vision')) return null
  return `${bot.model} cannot see pictures. Remove them, or give ${bot.name} a model with “vision”.`
}
