import { useState } from 'react'
import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { messageOf } from '../../ui/message-of'
import { toSecrets } from './upstream-draft'
import type { DraftProblems, UpstreamDraft } from './upstream-draft'
import type { Upstream } from './upstream-row'
import styles from './upstreams-section.module.css'

export interface UpstreamTestProps {
  readonly upstream: Upstream | null
  readonly draft: UpstreamDraft
  readonly problems: DraftProblems
}

/** Asks the server before it is kept, and says what came of it. */
export function UpstreamTest({ upstream, draft, problems }: UpstreamTestProps) {
  const call = useApp((app) => app.call)
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<CommandOutput<'upstreams.test'> | null>(null)
  const [error, setError] = useState<string | null>(null)
  const test = async () => {
    setFound(null)
    setError(problems.address ?? problems.headers)
    if (problems.address !== null || problems.headers !== null) return
    setBusy(true)
    try {
      const address = draft.address.trim()
      const upstreamId = upstream === null ? {} : { upstreamId: upstream.id }
      setFound(await call('upstreams.test', { address, ...upstreamId, ...toSecrets(draft) }))
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles['test']}>
      <Button busy={busy} onClick={() => void test()}>
        Test the connection
      </Button>
      <div role="status">
        {found !== null && (
          <p>
            Ollama {found.version} answers in {found.latencyMs} ms, with {found.models}{' '}
            {found.models === 1 ? 'model' : 'models'}. {found.warnings.join(' ')}
          </p>
        )}
        {error !== null && <p className={styles['problem']}>{error}</p>}
      </div>
    </div>
  )
}
