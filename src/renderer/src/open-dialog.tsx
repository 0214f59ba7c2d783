import { Suspense, lazy, useEffect } from 'react'
import type { ComponentType } from 'react'
import { useApp } from './store/use-app'
import { Skeleton } from './ui/skeleton'

// Each is fetched on its own, so that a browser that only reads loads none of them.
const bots = () => import('./features/bots/bot-dialog')
const search = () => import('./features/search/search-dialog')
const organise = () => import('./features/sessions/organise-dialog')
const settings = () => import('./features/settings/settings-dialog')
const shortcuts = () => import('./features/settings/shortcuts-dialog')
const data = () => import('./features/transfer/data-section')
const exports = () => import('./features/transfer/export-dialog')
const imports = () => import('./features/transfer/import-dialog')

const ALL = [search, settings, bots, organise, shortcuts, data, exports, imports]

const BotDialog = lazyOf(bots, (part) => part.BotDialog)
const SearchDialog = lazyOf(search, (part) => part.SearchDialog)
const OrganiseDialog = lazyOf(organise, (part) => part.OrganiseDialog)
const SettingsDialog = lazyOf(settings, (part) => part.SettingsDialog)
const ShortcutsDialog = lazyOf(shortcuts, (part) => part.ShortcutsDialog)
const DataSection = lazyOf(data, (part) => part.DataSection)
const ExportDialog = lazyOf(exports, (part) => part.ExportDialog)
const ImportDialog = lazyOf(imports, (part) => part.ImportDialog)

function lazyOf<Part, Props>(
  load: () => Promise<Part>,
  pick: (part: Part) => ComponentType<Props>,
) {
  return lazy(async () => ({ default: pick(await load()) }))
}

/** The dialog that is open, if one is. */
export function OpenDialog() {
  useLoadedWhenIdle()
  return (
    <Suspense fallback={null}>
      <Dialog />
    </Suspense>
  )
}

function Dialog() {
  const dialog = useApp((app) => app.dialog)
  switch (dialog?.kind) {
    case 'bot':
      return <BotDialog mode={dialog.mode} />
    case 'settings':
      return <SettingsDialog section={dialog.section} data={<Data />} />
    case 'search':
      return <SearchDialog />
    case 'export':
      return <ExportDialog scope={dialog.scope} />
    case 'import':
      return <ImportDialog importId={dialog.importId} />
    case 'shortcuts':
      return <ShortcutsDialog />
    case 'organise':
      return <OrganiseDialog task={dialog.task} />
    case undefined:
      return null
  }
}

function Data() {
  return (
    <Suspense fallback={<Skeleton rows={4} rowHeight={40} label="Opening" />}>
      <DataSection />
    </Suspense>
  )
}

/** Once the page stands and does nothing, so that a dialog opens at once and opens while the controller is away. */
function useLoadedWhenIdle(): void {
  useEffect(() => {
    const load = () => void Promise.allSettled(ALL.map((part) => part()))
    // Safari has no idle callbacks.
    if (!('requestIdleCallback' in window)) {
      const timer = setTimeout(load, 1_000)
      return () => clearTimeout(timer)
    }
    const idle = requestIdleCallback(load)
    return () => cancelIdleCallback(idle)
  }, [])
}
