import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { CommandOutput, CommandRequest } from '@shared/contract/commands'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorState } from '../../ui/error-state'
import { messageOf } from '../../ui/message-of'
import { RelativeTime } from '../../ui/relative-time'
import { Select } from '../../ui/select'
import { Skeleton } from '../../ui/skeleton'
import { TextField } from '../../ui/text-field'
import { useQuery } from '../../ui/use-query'
import { CopyField } from './copy-field'
import styles from './settings-dialog.module.css'

type Role = NonNullable<CommandRequest<'access.createToken'>['role']>

const ROLES: readonly { readonly value: Role; readonly label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'member', label: 'Member: reads and writes' },
  { value: 'owner', label: 'Owner: everything' },
]

/** Credentials for scripts: made here, shown once, revoked at once. */
export function TokensSection() {
  const version = useApp((app) => app.accessVersion)
  const query = useQuery('access.listTokens', {}, version)
  return (
    <>
      <NewToken onCreated={query.reload} />
      <Tokens query={query} />
    </>
  )
}

function NewToken({ onCreated }: { readonly onCreated: () => void }) {
  const call = useApp((app) => app.call)
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [created, setCreated] = useState<CommandOutput<'access.createToken'> | null>(null)

  const create = async () => {
    if (name.trim() === '') {
      setError('Needs a name, as what the script does.')
      return
    }
    setBusy(true)
    setError(null)
    try {
      setCreated(await call('access.createToken', { name: name.trim(), role }))
      setName('')
      onCreated()
    } catch (reason) {
      setError(messageOf(reason))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <form
        className={styles['newToken']}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <TextField
          label="Name"
          placeholder="Nightly report"
          autoComplete="off"
          maxLength={80}
          error={error}
          value={name}
          onChange={({ target }) => {
            setError(null)
            setName(target.value)
          }}
        />
        <Select
          label="Role"
          options={ROLES}
          value={role}
          onChange={({ target }) =>
            setRole(ROLES.find(({ value }) => value === target.value)?.value ?? 'member')
          }
        />
        <Button variant="primary" type="submit" busy={busy}>
          Make a token
        </Button>
      </form>
      {created !== null && (
        <CopyField
          key={created.token.id}
          label={`Secret of “${created.token.name}”`}
          value={created.secret}
          hint="Copy it now: it is shown this once. Scripts send it as “Authorization: Bearer …”."
        />
      )}
    </>
  )
}

function Tokens({
  query: { data, error, reload },
}: {
  readonly query: ReturnType<typeof useQuery<'access.listTokens'>>
}) {
  const call = useApp((app) => app.call)
  const toast = useApp((app) => app.toast)
  const toastError = useApp((app) => app.toastError)
  if (error !== null)
    return <ErrorState message={error} actions={<Button onClick={reload}>Try again</Button>} />
  if (data === null) return <Skeleton rows={2} rowHeight={52} label="Reading the tokens" />
  if (data.tokens.length === 0) {
    return (
      <EmptyState icon={<KeyRound size={24} />} title="No tokens yet">
        A script needs one to use the API.
      </EmptyState>
    )
  }
  const revoke = (tokenId: string, name: string) => {
    call('access.revokeToken', { tokenId }).then(() => {
      toast({ text: `“${name}” was revoked.` })
      reload()
    }, toastError)
  }
  return (
    <ul className={styles['rows']}>
      {data.tokens.map((token) => (
        <li key={token.id} className={styles['row']}>
          <div className={styles['words']}>
            <span className={styles['name']}>{token.name}</span>
            <span className={styles['note']}>
              {token.role} ·{' '}
              {token.lastUsedAt === null ? (
                'never used'
              ) : (
                <>
                  used <RelativeTime at={token.lastUsedAt} />
                </>
              )}
            </span>
          </div>
          <Button variant="danger" small onClick={() => revoke(token.id, token.name)}>
            Revoke
          </Button>
        </li>
      ))}
    </ul>
  )
}
