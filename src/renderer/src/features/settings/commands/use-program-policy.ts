import { useState } from 'react'
import type { CommandOutput, CommandRequest } from '@shared/contract/commands'
import { useApp } from '../../../store/use-app'
import { messageOf } from '../../../ui/message-of'
import { useQuery } from '../../../ui/use-query'

export type ProgramsView = CommandOutput<'programs.get'>
export type PolicyChanges = CommandRequest<'programs.update'>['changes']

/** What was taken away, and how to have it back. */
export interface TakenAway {
  readonly what: string
  readonly before: PolicyChanges
}

export interface ProgramPolicyState {
  readonly data: ProgramsView | null
  readonly error: string | null
  readonly taken: TakenAway | null
  readonly reload: () => void
  /** Answers why it could not be kept; null where it was. */
  readonly save: (changes: PolicyChanges, taken?: TakenAway) => Promise<string | null>
}

/** What the owner decided about commands, and how it is changed. */
export function useProgramPolicy(): ProgramPolicyState {
  const version = useApp((app) => app.settingsVersion)
  const call = useApp((app) => app.call)
  const asked = useQuery('programs.get', {}, version)
  const [given, setGiven] = useState<ProgramsView | null>(null)
  const data = newerOf(asked.data, given)
  const [taken, setTaken] = useState<TakenAway | null>(null)
  const save: ProgramPolicyState['save'] = async (changes, removed) => {
    if (data === null) return null
    try {
      setGiven(await call('programs.update', { version: data.policy.version, changes }))
      setTaken(removed ?? null)
      return null
    } catch (refused) {
      return messageOf(refused)
    }
  }
  const { error, reload } = asked
  return { data, error, taken, reload, save }
}

/** What a change answered is there before it is read anew. */
function newerOf(asked: ProgramsView | null, given: ProgramsView | null): ProgramsView | null {
  if (asked === null || given === null) return asked ?? given
  return given.policy.version > asked.policy.version ? given : asked
}
