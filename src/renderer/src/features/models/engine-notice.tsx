import { useApp } from '../../store/use-app'
import { Banner } from '../../ui/banner'
import { Button } from '../../ui/button'

/** That Ollama is away and what to do, or that its version has known holes. */
export function EngineNotice() {
  const ollama = useApp((app) => app.engines.ollama)
  const isOwner = useApp((app) => app.role === 'owner')
  const openSettings = useApp((app) => app.openSettings)
  if (ollama === undefined) return null
  if (!ollama.reachable) {
    return (
      <Banner
        tone="warning"
        actions={isOwner && <Button onClick={() => openSettings('ollama')}>Open settings</Button>}
      >
        {ollama.error?.message ?? 'Ollama does not answer.'} The models show up here by themselves
        once it is back.
      </Banner>
    )
  }
  if (ollama.warning === undefined) return null
  return (
    <Banner
      tone="warning"
      actions={
        <a href="https://ollama.com/download" target="_blank" rel="noreferrer">
          Get the newest Ollama
        </a>
      }
    >
      {ollama.warning}
    </Banner>
  )
}
