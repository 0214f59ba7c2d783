import {
  Cpu,
  Gauge,
  HardDriveDownload,
  KeyRound,
  Laptop,
  MessagesSquare,
  Network,
  Palette,
  Server,
  SlidersHorizontal,
  Terminal,
  Users,
  Wrench,
} from 'lucide-react'
import { lazy, Suspense, useEffect, useRef } from 'react'
import type { ComponentType, ReactNode } from 'react'
import type { AppState } from '../../store/use-app'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorState } from '../../ui/error-state'
import { Skeleton } from '../../ui/skeleton'
import { useQuery } from '../../ui/use-query'
import { AppearanceSection } from './appearance-section'
import { ConversationsSection } from './conversations-section'
import { DefaultsSection } from './defaults-section'
import { DevicesSection } from './devices-section'
import { OllamaSection } from './ollama-section'
import { ServerSection } from './server-section'
import type { Settings } from './setting-source'
import styles from './settings-dialog.module.css'
import { TokensSection } from './tokens-section'

const UpstreamsSection = lazy(() =>
  import('./upstreams-section').then((part) => ({ default: part.UpstreamsSection })),
)

const PeopleSection = lazy(() =>
  import('./people-section').then((part) => ({ default: part.PeopleSection })),
)
const ToolServersSection = lazy(() =>
  import('./tool-servers-section').then((part) => ({ default: part.ToolServersSection })),
)

const LimitsSection = lazy(() =>
  import('./limits-section').then((part) => ({ default: part.LimitsSection })),
)

const CommandsSection = lazy(() =>
  import('./commands/commands-section').then((part) => ({ default: part.CommandsSection })),
)

type Section = Extract<NonNullable<AppState['dialog']>, { kind: 'settings' }>['section']
type Icon = ComponentType<{ readonly size: number; readonly 'aria-hidden': true }>

const SECTIONS: readonly {
  readonly name: Section
  readonly label: string
  readonly icon: Icon
  readonly ownerOnly: boolean
}[] = [
  { name: 'ollama', label: 'Ollama', icon: Cpu, ownerOnly: true },
  { name: 'servers', label: 'Ollama servers', icon: Network, ownerOnly: true },
  { name: 'tools', label: 'Tools', icon: Wrench, ownerOnly: true },
  { name: 'defaults', label: 'New bots', icon: SlidersHorizontal, ownerOnly: true },
  { name: 'conversations', label: 'Conversations', icon: MessagesSquare, ownerOnly: true },
  { name: 'appearance', label: 'Appearance', icon: Palette, ownerOnly: false },
  { name: 'server', label: 'Server', icon: Server, ownerOnly: true },
  { name: 'people', label: 'People', icon: Users, ownerOnly: true },
  { name: 'devices', label: 'Devices', icon: Laptop, ownerOnly: true },
  { name: 'tokens', label: 'Tokens', icon: KeyRound, ownerOnly: true },
  { name: 'limits', label: 'Limits', icon: Gauge, ownerOnly: true },
  { name: 'commands', label: 'Commands', icon: Terminal, ownerOnly: true },
  { name: 'data', label: 'Data', icon: HardDriveDownload, ownerOnly: false },
]

export interface SettingsDialogProps {
  readonly section: Section
  /** What another feature shows under Data. */
  readonly data: ReactNode
}

export function SettingsDialog({ section, data }: SettingsDialogProps) {
  const closeDialog = useApp((app) => app.closeDialog)
  const openSettings = useApp((app) => app.openSettings)
  const openShortcuts = useApp((app) => app.openShortcuts)
  const isOwner = useApp((app) => app.role === 'owner')
  const sections = SECTIONS.filter(({ ownerOnly }) => isOwner || !ownerOnly)
  const shown = sections.find(({ name }) => name === section) ?? sections[0]
  const current = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shown?.name])
  return (
    <Dialog title="Settings" size="large" onClose={closeDialog}>
      <div className={styles['parts']}>
        <nav className={styles['nav']} aria-label="Sections of the settings">
          {sections.map(({ name, label, icon: Icon }) => (
            <button
              key={name}
              ref={name === shown?.name ? current : undefined}
              type="button"
              className={styles['link']}
              aria-current={name === shown?.name ? 'true' : undefined}
              onClick={() => openSettings(name)}
            >
              <Icon size={16} aria-hidden={true} />
              {label}
            </button>
          ))}
          <Button variant="quiet" small className={styles['shortcuts']} onClick={openShortcuts}>
            Shortcuts
          </Button>
        </nav>
        <section className={styles['section']} aria-label={shown?.label}>
          <h3 className={styles['title']}>{shown?.label}</h3>
          {shown?.name === 'data' ? data : shown && <SectionBody name={shown.name} />}
        </section>
      </div>
    </Dialog>
  )
}

type AccessSection = Extract<Section, 'people' | 'devices' | 'tokens' | 'limits'>

function isAboutAccess(name: Section): name is AccessSection {
  return ['people', 'devices', 'tokens', 'limits'].includes(name)
}

/** Parts of their own, read when somebody opens them. */
const APART = {
  servers: { List: UpstreamsSection, label: 'Reading the servers' },
  tools: { List: ToolServersSection, label: 'Reading the tool servers' },
  commands: { List: CommandsSection, label: 'Reading the commands' },
} as const

function isApart(name: Section): name is keyof typeof APART {
  return name in APART
}

function SectionBody({ name }: { readonly name: Exclude<Section, 'data'> }) {
  if (!isApart(name)) return <SettingsBody name={name} />
  const { List, label } = APART[name]
  return (
    <Suspense fallback={<Skeleton rows={2} rowHeight={88} label={label} />}>
      <List />
    </Suspense>
  )
}

type SettingsName = Exclude<Section, 'data' | keyof typeof APART>

function SettingsBody({ name }: { readonly name: SettingsName }) {
  if (isAboutAccess(name)) return <AccessBody name={name} />
  switch (name) {
    case 'ollama':
      return <WithSettings>{(settings) => <OllamaSection settings={settings} />}</WithSettings>
    case 'defaults':
      return <WithSettings>{(settings) => <DefaultsSection settings={settings} />}</WithSettings>
    case 'conversations':
      return (
        <WithSettings>{(settings) => <ConversationsSection settings={settings} />}</WithSettings>
      )
    case 'appearance':
      return <AppearanceSection />
    case 'server':
      return <WithSettings>{(settings) => <ServerSection settings={settings} />}</WithSettings>
  }
}

interface AccessBodyProps {
  readonly name: AccessSection
}

/** Who comes in, by what, and how much they may ask for. */
function AccessBody({ name }: AccessBodyProps) {
  switch (name) {
    case 'people':
      return (
        <Suspense fallback={<Skeleton rows={3} rowHeight={52} label="Reading who is here" />}>
          <WithSettings>{(settings) => <PeopleSection settings={settings} />}</WithSettings>
        </Suspense>
      )
    case 'devices':
      return <DevicesSection />
    case 'tokens':
      return <TokensSection />
    case 'limits':
      return (
        <WithSettings>
          {(settings) => (
            <Suspense fallback={<Skeleton rows={3} rowHeight={56} label="Reading the limits" />}>
              <LimitsSection settings={settings} />
            </Suspense>
          )}
        </WithSettings>
      )
  }
}

function WithSettings({ children }: { readonly children: (settings: Settings) => ReactNode }) {
  const version = useApp((app) => app.settingsVersion)
  const { data, error, reload } = useQuery('settings.get', {}, version)
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={3} rowHeight={56} label="Reading the settings" />
  return children(data.settings)
}
