import { Archive, FolderPlus, ListChecks, Tag, Trash2 } from 'lucide-react'
import { useApp } from '../../store/use-app'
import type { MenuItem } from '../../ui/menu'
import type { ListPlace } from './list-place'

const ICON = { size: 16, 'aria-hidden': true } as const

/** What can be done with the list, as the entries of its menu. */
export function useListActions(place: ListPlace, onNewFolder: () => void): MenuItem[] {
  const showList = useApp((app) => app.showList)
  const check = useApp((app) => app.check)
  const openOrganising = useApp((app) => app.openOrganising)
  const role = useApp((app) => app.role)
  const filter: MenuItem = {
    label: 'Filter by tag…',
    icon: <Tag {...ICON} />,
    onSelect: () => openOrganising({ kind: 'filter' }),
  }
  const select: MenuItem = {
    label: 'Select',
    icon: <ListChecks {...ICON} />,
    onSelect: () => check([]),
  }
  if (place.kind === 'bin') {
    if (role !== 'owner') return []
    return [
      {
        label: 'Empty the bin…',
        icon: <Trash2 {...ICON} />,
        danger: true,
        onSelect: () => openOrganising({ kind: 'purge', sessionIds: 'all' }),
      },
    ]
  }
  if (place.kind !== 'bot') return role === 'viewer' ? [filter] : [select, filter]
  const archive: MenuItem = {
    label: 'Archive',
    icon: <Archive {...ICON} />,
    onSelect: () => showList({ kind: 'archive' }),
  }
  if (role === 'viewer') return [filter, archive]
  return [
    select,
    filter,
    { label: 'New folder', icon: <FolderPlus {...ICON} />, onSelect: onNewFolder },
    archive,
    { label: 'Bin', icon: <Trash2 {...ICON} />, onSelect: () => showList({ kind: 'bin' }) },
  ]
}
