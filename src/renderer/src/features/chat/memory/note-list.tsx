import { useState } from 'react'
import type { SessionId } from '@shared/model/ids'
import type { Note } from '@shared/model/session-notes'
import { useApp } from '../../../store/use-app'
import { Button } from '../../../ui/button'
import { TextArea } from '../../../ui/text-area'
import styles from './memory.module.css'

const MAX_LENGTH = 8_000

export interface NoteListProps {
  readonly sessionId: SessionId
  readonly notes: readonly Note[]
  readonly mayWrite: boolean
}

/** Notes, each with what can be done with it, and a place for a new one. */
export function NoteList({ sessionId, notes, mayWrite }: NoteListProps) {
  const [editing, setEditing] = useState<string | null>(null)
  const remove = useApp((state) => state.removeNote)
  const close = () => setEditing(null)
  return (
    <>
      <ul className={styles['list']}>
        {notes.map((note) => (
          <li key={note.id} className={styles['note']}>
            {editing === note.id ? (
              <NoteForm sessionId={sessionId} note={note} onClose={close} />
            ) : (
              <>
                <p dir="auto" className={styles['text']}>
                  {note.text}
                </p>
                {mayWrite && (
                  <div className={styles['actions']}>
                    <Button small onClick={() => setEditing(note.id)}>
                      Edit note
                    </Button>
                    <Button small onClick={() => void remove(sessionId, note)}>
                      Take away
                    </Button>
                  </div>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {notes.length === 0 && editing === null && (
        <p className={styles['hint']}>
          None yet. Write what matters all the time, or let the bot sum up.
        </p>
      )}
      {editing === 'new' && <NoteForm sessionId={sessionId} onClose={close} />}
      {mayWrite && editing === null && (
        <Button small onClick={() => setEditing('new')}>
          Write a note
        </Button>
      )}
    </>
  )
}

interface NoteFormProps {
  readonly sessionId: SessionId
  readonly note?: Note
  readonly onClose: () => void
}

function NoteForm({ sessionId, note, onClose }: NoteFormProps) {
  const [text, setText] = useState(note?.text ?? '')
  const write = useApp((state) => state.writeNote)
  const isEmpty = text.trim() === ''
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault()
        if (isEmpty) return
        void write(sessionId, text, note).then((isTaken) => {
          if (isTaken) onClose()
        })
      }}
    >
      <TextArea
        label="Note"
        autoFocus
        dir="auto"
        maxLength={MAX_LENGTH}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles['actions']}>
        <Button type="submit" small variant="primary" aria-disabled={isEmpty}>
          Save note
        </Button>
        <Button small onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
