import { useState } from 'react'
import type { ExportBranches, ExportFormat, ExportScope } from '@shared/model/transfer'
import { useApp } from '../../store/use-app'
import { Checkbox } from '../../ui/checkbox'
import { Button } from '../../ui/button'
import { Choice } from '../../ui/choice'
import { Dialog } from '../../ui/dialog'
import { messageOf } from '../../ui/message-of'
import { Select } from '../../ui/select'
import { ExportState } from './export-state'
import styles from './transfer.module.css'

const FORMATS: readonly {
  readonly value: ExportFormat
  readonly label: string
  readonly hint: string
}[] = [
  {
    value: 'markdown',
    label: 'Markdown',
    hint: 'For reading and for notes. Code and lists stay as they were written.',
  },
  { value: 'text', label: 'Plain text', hint: 'For reading anywhere.' },
  {
    value: 'html',
    label: 'Web page',
    hint: 'One file that opens in any browser, without a network, and runs no script.',
  },
  {
    value: 'json',
    label: 'JSON',
    hint: 'Everything, for importing it again: all versions, times and figures.',
  },
  {
    value: 'jsonl',
    label: 'JSON Lines',
    hint: 'Everything, one thing a line: for scripts, and for very much of it.',
  },
]
const BRANCHES = [
  { value: 'visible', label: 'Those shown' },
  { value: 'all', label: 'All versions' },
] as const

export interface ExportDialogProps {
  readonly scope: ExportScope
}

/** Conversations as a file: which kind of file, then how far it is, then the file. */
export function ExportDialog({ scope }: ExportDialogProps) {
  const closeDialog = useApp((app) => app.closeDialog)
  const startExport = useApp((app) => app.startExport)
  const toast = useApp((app) => app.toast)
  const name = useApp((app) => nameOf(scope, app))
  const [format, setFormat] = useState<ExportFormat>('markdown')
  const [branches, setBranches] = useState<ExportBranches>('visible')
  const [thinking, setThinking] = useState(false)
  const [exportId, setExportId] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const isRunning = useApp((app) =>
    ['waiting', 'running'].includes(app.exports[exportId ?? '']?.state ?? ''),
  )
  const begin = async () => {
    setError(null)
    try {
      setExportId((await startExport({ scope, format, branches, thinking })).id)
    } catch (reason) {
      setError(messageOf(reason))
    }
  }
  const close = () => {
    if (isRunning) toast({ text: 'The export goes on. Settings, Data shows how far it is.' })
    closeDialog()
  }
  return (
    <Dialog
      title={`Export ${name}`}
      size="small"
      onClose={close}
      footer={
        <>
          <Button variant="quiet" onClick={close}>
            {exportId === null ? 'Cancel' : 'Close'}
          </Button>
          {exportId === null && (
            <Button variant="primary" onClick={() => void begin()}>
              Export
            </Button>
          )}
        </>
      }
    >
      {exportId === null ? (
        <div className={styles['form']}>
          <Select
            data-autofocus
            label="File"
            value={format}
            options={FORMATS}
            hint={FORMATS.find(({ value }) => value === format)?.hint}
            error={error}
            onChange={({ target }) =>
              setFormat(FORMATS.find(({ value }) => value === target.value)?.value ?? format)
            }
          />
          {format !== 'json' && format !== 'jsonl' && (
            <Choice
              label="Versions of messages"
              options={BRANCHES}
              value={branches}
              onChange={setBranches}
            />
          )}
          <Checkbox
            label="With what the models thought"
            checked={thinking}
            onChange={({ target }) => setThinking(target.checked)}
          />
        </div>
      ) : (
        <ExportState exportId={exportId} savesItself />
      )}
    </Dialog>
  )
}

interface Names {
  readonly bots: Readonly<Record<string, { readonly name: string }>>
  readonly sessions: Readonly<Record<string, { readonly title: string }>>
  readonly folders: Readonly<Record<string, { readonly name: string }>>
}

function nameOf(scope: ExportScope, { bots, sessions, folders }: Names): string {
  switch (scope.kind) {
    case 'session':
      return quoted(sessions[scope.sessionId]?.title, 'this conversation')
    case 'bot':
      return `all of ${bots[scope.botId]?.name ?? scope.botId}`
    case 'folder':
      return quoted(folders[scope.folderId]?.name, 'this folder')
    case 'everything':
      return 'everything'
  }
}

function quoted(text: string | undefined, otherwise: string): string {
  return text === undefined || text === '' ? otherwise : `“${text}”`
}
