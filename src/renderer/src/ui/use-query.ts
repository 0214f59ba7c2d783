import { useEffect, useRef, useState } from 'react'
import type { CommandName, CommandOutput, CommandRequest } from '@shared/contract/commands'
import { useApp } from '../store/use-app'
import { messageOf } from './message-of'

export interface Query<T> {
  /** The newest answer; kept while it is asked again. */
  readonly data: T | null
  readonly error: string | null
  readonly loading: boolean
  readonly reload: () => void
}

interface Answer<T> {
  /** Which question it answers. */
  readonly to: string | null
  readonly data: T | null
  readonly error: string | null
}

/** Asks when the component comes, and again whenever `version` changes or `reload` is called. `input` is read when it asks. */
export function useQuery<N extends CommandName>(
  name: N,
  input: CommandRequest<N>,
  version = 0,
): Query<CommandOutput<N>> {
  const call = useApp((state) => state.call)
  const [reloads, setReloads] = useState(0)
  const [answer, setAnswer] = useState<Answer<CommandOutput<N>>>({
    to: null,
    data: null,
    error: null,
  })
  const latestInput = useRef(input)
  const question = `${name} ${version} ${reloads}`

  useEffect(() => {
    latestInput.current = input
  })

  useEffect(() => {
    let current = true
    call(name, latestInput.current).then(
      (data) => {
        if (current) setAnswer({ to: question, data, error: null })
      },
      (error: unknown) => {
        if (current) setAnswer(({ data }) => ({ to: question, data, error: messageOf(error) }))
      },
    )
    return () => {
      current = false
    }
  }, [call, name, question])

  return {
    data: answer.data,
    error: answer.error,
    loading: answer.to !== question,
    reload: () => setReloads((count) => count + 1),
  }
}
