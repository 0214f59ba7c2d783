import { useApp } from '../../../store/use-app'
import type { ProgramsView } from './use-program-policy'

type Grantee = ProgramsView['policy']['grants'][number]['to']

/** How people and bots are called here; one that is not there any more by its id. */
export function useNames(people: ProgramsView['people']): (to: Grantee) => string {
  const bots = useApp((app) => app.bots)
  return (to) =>
    to.kind === 'bot'
      ? `${bots[to.id]?.name ?? to.id} (bot)`
      : (people.find(({ id }) => id === to.id)?.name ?? 'Somebody who is gone')
}
