import { useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { SessionId } from '@shared/model/ids'
import type { Tag } from '@shared/model/tag'
import { useApp } from '../../store/use-app'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { TextField } from '../../ui/text-field'
import { useQuery } from '../../ui/use-query'
import { countOf } from './organise-slice'
import styles from './session-list.module.css'

/** Puts tags on conversations and takes them off. */
export function TagsDialog({ sessionIds }: { readonly sessionIds: readonly SessionId[] }) {
  const closeDialog = useApp((app) => app.closeDialog)
  const organise = useApp((app) => app.organise)
  const sessions = useApp(
    useShallow((app) => sessionIds.flatMap((sessionId) => app.sessions[sessionId] ?? [])),
  )
  const { data } = useQuery('tags.list', {})
  const [changed, setChanged] = useState<ReadonlyMap<Tag, boolean>>(new Map())
  const [typed, setTyped] = useState('')

  const had = (tag: Tag): boolean | 'mixed' => {
    const count = sessions.filter((session) => session.tags.includes(tag)).length
    return count === 0 ? false : count === sessions.length || 'mixed'
  }
  const tags = new Set([
    ...(data?.tags.map(({ tag }) => tag) ?? []),
    ...sessions.flatMap((session) => session.tags),
    ...changed.keys(),
  ])
  const put = (tag: Tag, on: boolean) => setChanged((before) => new Map(before).set(tag, on))
  const add = () => {
    if (typed.trim() === '') return
    put(typed.trim(), true)
    setTyped('')
  }
  const save = () => {
    const all = new Map(changed)
    if (typed.trim() !== '') all.set(typed.trim(), true)
    const picked = (on: boolean) =>
      [...all].filter(([tag, is]) => is === on && had(tag) !== on).map(([tag]) => tag)
    const changes = { addTags: picked(true), removeTags: picked(false) }
    closeDialog()
    if (changes.addTags.length + changes.removeTags.length === 0) return
    void organise(sessionIds, changes, 'Tags changed.')
  }
  return (
    <Dialog
      title={`Tags of ${countOf(sessionIds).toLowerCase()}`}
      size="small"
      onClose={closeDialog}
      footer={
        <Button variant="primary" onClick={save}>
          Save
        </Button>
      }
    >
      <div className={styles['chips']}>
        {[...tags].map((tag) => {
          const is = changed.get(tag) ?? had(tag)
          return (
            <button
              key={tag}
              type="button"
              className={styles['chip']}
              aria-pressed={is}
              onClick={() => put(tag, is !== true)}
            >
              {tag}
            </button>
          )
        })}
      </div>
      <form
        className={styles['add']}
        onSubmit={(event) => {
          event.preventDefault()
          if (typed.trim() === '') save()
          else add()
        }}
      >
        <TextField
          label="New tag"
          maxLength={40}
          autoComplete="off"
          data-autofocus
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button type="submit" aria-disabled={typed.trim() === ''}>
          Add
        </Button>
      </form>
    </Dialog>
  )
}
