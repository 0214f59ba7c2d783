import type { CommandOutput } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { ErrorState } from '../../ui/error-state'
import { formatNumber } from '../../ui/format-number'
import { RelativeTime } from '../../ui/relative-time'
import { Skeleton } from '../../ui/skeleton'
import { useQuery } from '../../ui/use-query'
import styles from './settings-dialog.module.css'
import { SettingField } from './setting-field'
import { SettingSwitch } from './setting-switch'
import type { Settings } from './setting-source'

type Overview = CommandOutput<'limits.get'>
type Limit = Overview['limits'][number]
type Counted = keyof Overview['turnedAway']

const WORDS: Record<Limit['name'], { readonly label: string; readonly variable: string }> = {
  messagesPerMinute: {
    label: 'Messages a minute, for each person or token',
    variable: 'MESSAGES_PER_MINUTE',
  },
  requestsPerMinute: {
    label: 'Requests a minute, for each address',
    variable: 'REQUESTS_PER_MINUTE',
  },
  signInAttempts: {
    label: 'Failed sign-ins until one has to wait',
    variable: 'SIGN_IN_ATTEMPTS',
  },
  socketsPerDevice: {
    label: 'Open connections of a device or token',
    variable: 'SOCKETS_PER_DEVICE',
  },
  socketsPerAddress: {
    label: 'Open connections of an address',
    variable: 'SOCKETS_PER_ADDRESS',
  },
  maxStrangers: {
    label: 'Connections on which nobody signed in',
    variable: 'MAX_STRANGERS',
  },
  maxRequestKb: { label: 'Largest request, in KB', variable: 'MAX_REQUEST_KB' },
  maxPictureMb: { label: 'Largest picture, in MB', variable: 'MAX_PICTURE_MB' },
  maxImportMb: { label: 'Largest import, in MB', variable: 'MAX_IMPORT_MB' },
  maxQueued: {
    label: 'Messages that may wait in a conversation',
    variable: 'MAX_QUEUED',
  },
}

const COUNTED: Record<Counted, string> = {
  messages: 'Messages that came too fast',
  requests: 'Requests that came too fast',
  failedSignIns: 'Sign-ins that failed',
  signIns: 'Sign-ins that had to wait',
  sockets: 'Connections too many',
  strangers: 'Strangers’ connections that made room',
  sizes: 'Requests and files too large',
  hosts: 'Requests for a foreign name',
  origins: 'Requests of other sites’ pages',
}

/** How much anybody may ask for, and what was turned away. */
export function LimitsSection({ settings }: { readonly settings: Settings }) {
  const version = useApp((app) => app.settingsVersion)
  const { data, error, reload } = useQuery('limits.get', {}, version)
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={3} rowHeight={56} label="Reading the limits" />
  return (
    <>
      <p className={styles['note']}>
        Who asks for more is told how long to wait. Where 0 is allowed, it means no limit.
      </p>
      {data.limits.map((limit) => (
        <LimitField key={`${limit.name} ${limit.value}`} limit={limit} settings={settings} />
      ))}
      <SettingSwitch
        key={String(settings.limitOwnWindow.value)}
        label="Limit the desktop window too"
        note="Otherwise the owner’s own window may send as many messages as it likes."
        value={settings.limitOwnWindow.value}
        source={settings.limitOwnWindow.source}
        variable="LIMIT_OWN_WINDOW"
        toChanges={(limitOwnWindow) => ({ limitOwnWindow })}
      />
      <TurnedAway overview={data} onReload={reload} />
    </>
  )
}

function LimitField({ limit, settings }: { readonly limit: Limit; readonly settings: Settings }) {
  const { name, least, most } = limit
  const { label, variable } = WORDS[name]
  const { value, source } = settings[name]
  return (
    <SettingField
      label={label}
      inputMode="numeric"
      value={String(value)}
      source={source}
      variable={variable}
      flag={null}
      check={(text) => {
        const number = Number(text)
        return text !== '' && Number.isInteger(number) && number >= least && number <= most
          ? null
          : `Takes a whole number from ${formatNumber(least)} to ${formatNumber(most)}.`
      }}
      toChanges={(text) => ({ [name]: text === null ? null : Number(text) })}
    />
  )
}

function TurnedAway({
  overview: { since, turnedAway },
  onReload,
}: {
  readonly overview: Overview
  readonly onReload: () => void
}) {
  // The names are those of the contract; `Object.entries` forgets it.
  const counts = Object.entries(turnedAway) as [Counted, number][]
  return (
    <>
      <h4 className={styles['name']}>Turned away</h4>
      <p className={styles['note']}>
        Since the controller started, <RelativeTime at={since} />.
      </p>
      <dl className={styles['counts']}>
        {counts.map(([name, count]) => (
          <div key={name} className={styles['count']}>
            <dt>{COUNTED[name]}</dt>
            <dd>{formatNumber(count)}</dd>
          </div>
        ))}
      </dl>
      <div className={styles['buttons']}>
        <Button onClick={onReload}>Count again</Button>
      </div>
    </>
  )
}
