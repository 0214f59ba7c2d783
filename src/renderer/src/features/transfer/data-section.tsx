import { useApp } from '../../store/use-app'
import { ExportSection } from './export-section'
import { ImportSection } from './import-section'

/** What the settings show under Data. */
export function DataSection() {
  const isOwner = useApp((app) => app.role === 'owner')
  return (
    <>
      <ExportSection />
      {isOwner && <ImportSection />}
    </>
  )
}
