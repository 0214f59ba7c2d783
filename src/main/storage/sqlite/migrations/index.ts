import type { Migration } from '../migrate'
import { tables } from './0001-tables'
import { exactTexts } from './0002-exact-texts'
import { messageSearch } from './0003-message-search'
import { branchesAndFolders } from './0004-branches-and-folders'
import { searchIndex } from './0005-search-index'
import { bin } from './0006-bin'
import { searchTags } from './0007-search-tags'
import { optionsAndDetails } from './0008-options-and-details'
import { attachments } from './0009-attachments'
import { loadPins } from './0010-load-pins'
import { upstreams } from './0011-upstreams'
import { audit } from './0012-audit'
import { sessionNotes } from './0013-session-notes'
import { toolServers } from './0014-tool-servers'
import { storedAnswers } from './0015-stored-answers'

/** Every step a database ever took, in order. One that was released is never changed: append the next. */
export const migrations: readonly Migration[] = [
  tables,
  exactTexts,
  messageSearch,
  branchesAndFolders,
  searchIndex,
  bin,
  searchTags,
  optionsAndDetails,
  attachments,
  loadPins,
  upstreams,
  audit,
  sessionNotes,
  toolServers,
  storedAnswers,
]
