import { useEffect, useRef, useState } from 'react'
import type { CommandOutput } from '@shared/contract/commands'
import { newId } from '@shared/model/new-id'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { useNow } from '../../ui/use-now'
import { toReached } from './tool-server-draft'
import type { ToolServerDraft, ToolServerProblems } from './tool-server-draft'
import type { ToolServer } from './tool-server-row'
import styles from './upstreams-section.module.css'

export interface ToolServerTestProps {
  readonly server: ToolServer | null
  readonly draft: ToolServerDraft
  readonly problems: ToolServerProblems
}

/** Starts or reaches the server before it is kept, says what came of it, and can be called off. */
export function ToolServerTest({ server, draft, problems }: ToolServerTestProps) {
  const { running, found, error, test, cancel } = useToolServerTest(server)
  // Its name does not matter to a test.
  const problem = problems.command ?? problems.environment ?? problems.url ?? problems.headers
  return (
    <div className={styles['test']}>
      <div className={styles['buttons']}>
        <Button busy={running !== null} onClick={() => void test(draft, problem)}>
          Test the connection
        </Button>
        {running !== null && <Button onClick={cancel}>Cancel the test</Button>}
      </div>
      {running !== null && <Elapsed since={running.startedAt} />}
      <div role="status">
        {found !== null && <Found {...found} />}
        {error !== null && <p className={styles['problem']}>{error}</p>}
      </div>
    </div>
  )
}

function Found({ info, tools }: CommandOutput<'toolServers.test'>) {
  return (
    <p>
      {info ?? 'It'} answers, with {tools.length} {tools.length === 1 ? 'tool' : 'tools'}
      {tools.length > 0 && `: ${firstOf(tools)}`}.
    </p>
  )
}

/** Not read out: it changes every second. */
function Elapsed({ since }: { readonly since: number }) {
  const seconds = Math.max(0, Math.floor((useNow(1_000) - since) / 1_000))
  return (
    <p className={styles['facts']} aria-hidden="true">
      Trying it, {seconds} of at most 30 s. A program may be downloaded first.
    </p>
  )
}

interface Running {
  readonly testId: string
  readonly startedAt: number
}

function useToolServerTest(server: ToolServer | null) {
  const call = useApp((app) => app.call)
  const [running, setRunning] = useState<Running | null>(null)
  const [found, setFound] = useState<CommandOutput<'toolServers.test'> | null>(null)
  const [error, setError] = useState<string | null>(null)
  const latest = useRef<string | null>(null)
  // Whoever closes the form is done with it.
  useEffect(
    () => () => {
      if (latest.current !== null)
        call('toolServers.endTest', { testId: latest.current }).catch(() => undefined)
    },
    [call],
  )
  const test = async (draft: ToolServerDraft, problem: string | null) => {
    setFound(null)
    setError(problem)
    if (problem !== null) return
    const startedAt = Date.now()
    const testId = newId(startedAt)
    latest.current = testId
    setRunning({ testId, startedAt })
    const kept = server === null ? {} : { toolServerId: server.id }
    try {
      setFound(await call('toolServers.test', { testId, ...kept, ...toReached(draft) }))
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      latest.current = null
      setRunning(null)
    }
  }
  const cancel = () => {
    if (running === null) return
    call('toolServers.endTest', { testId: running.testId }).catch((reason: unknown) => {
      setError(messageOf(reason))
    })
  }
  return { running, found, error, test, cancel }
}

function firstOf(names: readonly string[]): string {
  const first = names.slice(0, 5).join(', ')
  return names.length > 5 ? `${first} and ${names.length - 5} more` : first
}
