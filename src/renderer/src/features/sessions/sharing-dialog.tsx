import { useState } from 'react'
import type { SessionId } from '@shared/model/ids'
import type { SharedRight, Sharing } from '@shared/model/session-sharing'
import { useApp, useAppStore } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Choice } from '../../ui/choice'
import { Dialog } from '../../ui/dialog'
import { messageOf } from '../../ui/message-of'
import { Select } from '../../ui/select'
import styles from './sharing-dialog.module.css'

type Audience = 'private' | 'people' | 'everyone'
type Rights = Readonly<Record<string, SharedRight>>

const AUDIENCES = [
  { value: 'private', label: 'Only me' },
  { value: 'people', label: 'Some people' },
  { value: 'everyone', label: 'Everyone here' },
] as const
const RIGHTS = [
  { value: 'none', label: 'Does not see it' },
  { value: 'read', label: 'May read' },
  { value: 'write', label: 'May read and write' },
] as const
const FOR_EVERYONE = RIGHTS.filter(({ value }) => value !== 'none')

const SHARED_NOTE =
  'All that was said is shared with its title and tags, what was said before too. Whoever writes is named beside their words.'
const NOTES: Readonly<Record<Audience, string>> = {
  private: 'Nobody else finds it, nor anything that was said in it.',
  people: SHARED_NOTE,
  everyone: SHARED_NOTE,
}

function audienceOf(sharing: Sharing | undefined): Audience {
  if (!sharing) return 'private'
  return sharing.everyone === null ? 'people' : 'everyone'
}

/** Who else may read a conversation, or say something in it. */
export function SharingDialog({ sessionId }: { readonly sessionId: SessionId }) {
  const closeDialog = useApp((app) => app.closeDialog)
  const session = useApp((app) => app.sessions[sessionId])
  const { sharing } = session ?? {}
  const [audience, setAudience] = useState(audienceOf(sharing))
  const [everyone, setEveryone] = useState<SharedRight>(sharing?.everyone ?? 'read')
  const [rights, setRights] = useState<Rights>(sharing?.people ?? {})
  const { busy, error, save } = useShare(sessionId)
  return (
    <Dialog
      title="Share the conversation"
      size="small"
      onClose={closeDialog}
      footer={
        <Button
          variant="primary"
          busy={busy}
          onClick={() => void save(chosen(audience, everyone, rights))}
        >
          Save
        </Button>
      }
    >
      <div className={styles['parts']}>
        <Choice
          label="Who sees it beside you"
          options={AUDIENCES}
          value={audience}
          onChange={setAudience}
        />
        {audience === 'everyone' && (
          <Select
            label="Everyone here"
            options={FOR_EVERYONE}
            value={everyone}
            onChange={({ target }) => setEveryone(target.value === 'write' ? 'write' : 'read')}
          />
        )}
        {audience === 'people' && <People rights={rights} onChange={setRights} />}
        <p className={styles['note']}>{NOTES[audience]}</p>
        {error !== null && (
          <p className={styles['problem']} role="alert">
            {error}
          </p>
        )}
      </div>
    </Dialog>
  )
}

/** Shares it as it was chosen and closes the dialog, or says why not. */
function useShare(sessionId: SessionId) {
  const { call, toast, closeDialog } = useAppStore().getState()
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const save = async (sharing: Sharing | null) => {
    if (sharing?.everyone === null && Object.keys(sharing.people).length === 0) {
      setError('Choose somebody, or keep it to yourself.')
      return
    }
    setBusy(true)
    setError(null)
    try {
      await call('sessions.share', { sessionId, sharing })
      toast({ text: sharing === null ? 'Only you see it now.' : 'Shared.' })
      closeDialog()
    } catch (reason) {
      setError(messageOf(reason))
      setBusy(false)
    }
  }
  return { busy, error, save }
}

function chosen(audience: Audience, everyone: SharedRight, rights: Rights): Sharing | null {
  if (audience === 'private') return null
  return audience === 'everyone'
    ? { everyone, people: {} }
    : { everyone: null, people: { ...rights } }
}

interface PeopleProps {
  readonly rights: Rights
  readonly onChange: (rights: Rights) => void
}

function People({ rights, onChange }: PeopleProps) {
  const people = useApp((app) => app.people)
  const me = useApp((app) => app.personId)
  const others = Object.values(people).filter(({ id }) => id !== me)
  if (others.length === 0) {
    return (
      <p className={styles['note']}>
        There is nobody else here yet. An owner adds people in the settings, under People.
      </p>
    )
  }
  return (
    <ul className={styles['people']}>
      {others.map(({ id, name }) => (
        <li key={id}>
          <Select
            label={name}
            options={RIGHTS}
            value={rights[id] ?? 'none'}
            onChange={({ target: { value } }) => {
              const { [id]: _before, ...rest } = rights
              onChange(value === 'read' || value === 'write' ? { ...rest, [id]: value } : rest)
            }}
          />
        </li>
      ))}
    </ul>
  )
}
