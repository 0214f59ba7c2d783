import {
  Archive,
  ArchiveRestore,
  CircleStop,
  Download,
  FolderInput,
  ListChecks,
  Pencil,
  Pin,
  PinOff,
  Sparkles,
  Tag,
  Trash2,
  Users,
} from 'lucide-react'
import type { Session } from '@shared/model/session'
import type { AppState } from '../../store/use-app'
import type { MenuItem } from '../../ui/menu'

const ICON = { size: 16, 'aria-hidden': true } as const

/** What can be done with one conversation, as the entries of its menu. */
export function sessionActions(
  app: AppState,
  session: Session,
  onRename: () => void,
): readonly MenuItem[] {
  const isNaming = app.naming.includes(session.id)
  const sessionIds = [session.id]
  const exporting: MenuItem = {
    label: 'Export…',
    icon: <Download {...ICON} />,
    onSelect: () => app.openExport({ kind: 'session', sessionId: session.id }),
  }
  // How it is called, where it lies and who sees it is for whose it is.
  if (app.rightIn(session) !== 'own') return [exporting]
  const { pinned, archived } = session
  return [
    { label: 'Rename', icon: <Pencil {...ICON} />, onSelect: onRename },
    isNaming
      ? {
          label: 'Stop naming',
          icon: <CircleStop {...ICON} />,
          onSelect: () => void app.stopNaming(session.id),
        }
      : {
          label: 'Suggest a title',
          icon: <Sparkles {...ICON} />,
          onSelect: () => void app.suggestTitle(session.id),
        },
    {
      label: pinned ? 'Unpin' : 'Pin',
      icon: pinned ? <PinOff {...ICON} /> : <Pin {...ICON} />,
      onSelect: () =>
        void app.organise(sessionIds, { pinned: !pinned }, pinned ? 'Unpinned.' : 'Pinned.'),
    },
    {
      label: 'Tags…',
      icon: <Tag {...ICON} />,
      onSelect: () => app.openOrganising({ kind: 'tags', sessionIds }),
    },
    {
      label: 'Move…',
      icon: <FolderInput {...ICON} />,
      onSelect: () => app.openOrganising({ kind: 'move', sessionIds }),
    },
    {
      label: archived ? 'Take out of the archive' : 'Archive',
      icon: archived ? <ArchiveRestore {...ICON} /> : <Archive {...ICON} />,
      onSelect: () =>
        void app.organise(
          sessionIds,
          { archived: !archived },
          archived ? 'Taken out of the archive.' : 'Archived.',
        ),
    },
    {
      label: 'Share…',
      icon: <Users {...ICON} />,
      onSelect: () => app.openOrganising({ kind: 'share', sessionId: session.id }),
    },
    exporting,
    { label: 'Select', icon: <ListChecks {...ICON} />, onSelect: () => app.check(sessionIds) },
    {
      label: 'Delete',
      icon: <Trash2 {...ICON} />,
      danger: true,
      onSelect: () => void app.deleteSessions(sessionIds),
    },
  ]
}
