import { createStore } from 'zustand/vanilla'
import type { StoreApi } from 'zustand/vanilla'
import type { ApiClient } from '@shared/contract/client'
import { createBotsSlice } from '../features/bots/bots-slice'
import type { BotsSlice } from '../features/bots/bots-slice'
import { createAttachedSlice } from '../features/chat/attachments/attached-slice'
import type { AttachedSlice } from '../features/chat/attachments/attached-slice'
import { createBranchSlice } from '../features/chat/branches/branch-slice'
import type { BranchSlice } from '../features/chat/branches/branch-slice'
import { createChatSlice } from '../features/chat/chat-slice'
import type { ChatSlice } from '../features/chat/chat-slice'
import { createMemorySlice } from '../features/chat/memory/memory-slice'
import type { MemorySlice } from '../features/chat/memory/memory-slice'
import { createConnectionSlice } from '../features/connection/connection-slice'
import type { ConnectionSlice } from '../features/connection/connection-slice'
import { createFindSlice } from '../features/find/find-slice'
import type { FindSlice } from '../features/find/find-slice'
import { createModelsSlice } from '../features/models/models-slice'
import type { ModelsSlice } from '../features/models/models-slice'
import { createNavigationSlice } from '../features/navigation/navigation-slice'
import type { NavigationSlice } from '../features/navigation/navigation-slice'
import { createOrganiseSlice } from '../features/sessions/organise-slice'
import type { OrganiseSlice } from '../features/sessions/organise-slice'
import { createSearchSlice } from '../features/search/search-slice'
import type { SearchSlice } from '../features/search/search-slice'
import { createSessionsSlice } from '../features/sessions/sessions-slice'
import type { SessionsSlice } from '../features/sessions/sessions-slice'
import { createSettingsSlice } from '../features/settings/settings-slice'
import type { SettingsSlice } from '../features/settings/settings-slice'
import { createToastSlice } from '../features/toasts/toast-slice'
import type { ToastSlice } from '../features/toasts/toast-slice'
import { createTransferSlice } from '../features/transfer/transfer-slice'
import type { TransferSlice } from '../features/transfer/transfer-slice'

export type AppState = AttachedSlice &
  BotsSlice &
  BranchSlice &
  ChatSlice &
  ConnectionSlice &
  FindSlice &
  MemorySlice &
  ModelsSlice &
  NavigationSlice &
  OrganiseSlice &
  SearchSlice &
  SessionsSlice &
  SettingsSlice &
  ToastSlice &
  TransferSlice

export type AppStore = StoreApi<AppState>

/** All that the UI knows, and all it can do: data by id, with the actions beside it. */
export function createAppStore(api: ApiClient): AppStore {
  return createStore<AppState>()((...args) => ({
    ...createAttachedSlice()(...args),
    ...createBotsSlice(api)(...args),
    ...createBranchSlice(api)(...args),
    ...createChatSlice(api)(...args),
    ...createConnectionSlice(api)(...args),
    ...createFindSlice(api)(...args),
    ...createMemorySlice(api)(...args),
    ...createModelsSlice(api)(...args),
    ...createNavigationSlice()(...args),
    ...createOrganiseSlice(api)(...args),
    ...createSearchSlice(api)(...args),
    ...createSessionsSlice(api)(...args),
    ...createSettingsSlice()(...args),
    ...createToastSlice()(...args),
    ...createTransferSlice(api)(...args),
  }))
}
