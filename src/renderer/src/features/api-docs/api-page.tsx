import { ExternalLink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { Page } from '../../ui/page'
import { Skeleton } from '../../ui/skeleton'
import styles from './api-page.module.css'
import { operationsOf } from './open-api'
import type { OpenApiDocument, Operation } from './open-api'
import { OperationCard } from './operation-card'
import { Prose } from './prose'

const DOCUMENT = '/api/v1/openapi.json'

/** The HTTP API, operation by operation, each to be tried from here. */
export function ApiPage() {
  const inWindow = useApp((app) => app.inWindow)
  return (
    <Page title="API" aside={!inWindow && <a href={DOCUMENT}>openapi.json</a>}>
      {inWindow ? <OnlyInBrowser /> : <Operations />}
    </Page>
  )
}

/** The window talks to the controller without HTTP, so there is nothing to try from it. */
function OnlyInBrowser() {
  const openInBrowser = useApp((app) => app.openInBrowser)
  const address = useApp((app) => app.server?.address ?? null)
  return (
    <EmptyState
      icon={<ExternalLink size={24} />}
      title="The API is tried from a browser"
      actions={
        <Button variant="primary" onClick={() => void openInBrowser()}>
          Open in browser
        </Button>
      }
    >
      Scripts and browsers use it at{' '}
      <code>{address ?? 'an address the server does not have yet'}</code>. Open Port 8000 in a
      browser and go to <code>#/api</code>.
    </EmptyState>
  )
}

type Loaded = { readonly document: OpenApiDocument } | { readonly error: string }

async function load(signal: AbortSignal): Promise<Loaded> {
  try {
    const response = await fetch(DOCUMENT, { signal })
    if (!response.ok)
      return { error: `The description of the API could not be read (status ${response.status}).` }
    // Written by the controller this page came from.
    return { document: (await response.json()) as OpenApiDocument }
  } catch {
    return {
      error: 'The description of the API could not be read. Check the connection, then try again.',
    }
  }
}

function Operations() {
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [tries, setTries] = useState(0)
  const selected = useApp((app) => app.operation)

  useEffect(() => {
    const abort = new AbortController()
    void load(abort.signal).then((result) => {
      if (!abort.signal.aborted) setLoaded(result)
    })
    return () => abort.abort()
  }, [tries])

  if (loaded === null)
    return <Skeleton rows={8} rowHeight={48} label="Reading the description of the API" />
  if ('error' in loaded) {
    return (
      <div className={styles['inner']}>
        <ErrorState
          message={loaded.error}
          actions={<Button onClick={() => setTries(tries + 1)}>Try again</Button>}
        />
      </div>
    )
  }
  const operations = operationsOf(loaded.document)
  const groups = Map.groupBy(operations, (operation: Operation) => operation.group)
  return (
    <div className={styles['inner']}>
      <p className={styles['lead']}>
        <Prose>{loaded.document.info.description ?? 'Everything a script can ask.'}</Prose> What you
        try here is done for real, as yourself.
      </p>
      {[...groups].map(([group, ofGroup]) => (
        <section key={group} aria-labelledby={`api-${group}`}>
          <h2 id={`api-${group}`} className={styles['group']}>
            {group}
          </h2>
          <ul className={styles['operations']}>
            {ofGroup.map((operation) => (
              <OperationCard
                key={operation.id}
                operation={operation}
                open={operation.id === selected}
              />
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
