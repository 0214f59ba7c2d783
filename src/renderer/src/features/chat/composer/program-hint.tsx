import { useApp } from '../../../store/use-app'
import { useQuery } from '../../../ui/use-query'

/** What becomes of a message that begins with `!`. */
export function ProgramHint() {
  const version = useApp((app) => app.settingsVersion)
  const { data, error } = useQuery('programs.mine', {}, version)
  if (error !== null) return error
  if (data === null) return 'A command?'
  if (data.programs.length === 0) return 'Commands are off for you. This goes to the bot as it is.'
  return `A command: ${data.programs.map(({ name }) => name).join(', ')}. A space before it sends it to the bot.`
}
