import type { DesktopBridge } from '@shared/contract/channels'
import type { ApiClient } from '@shared/contract/client'
import { createIpcApi } from './ipc-api'
import { onPageWake } from './page-wake'
import { createWsApi } from './ws-api'

declare global {
  interface Window {
    /** There in the desktop window only. */
    readonly desktop?: DesktopBridge
  }
}

/** The way to the controller that fits this page. */
export function createApi(): ApiClient {
  if (window.desktop !== undefined) return createIpcApi(window.desktop)
  const url = new URL('/ws', location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return createWsApi({ url: url.href, onWake: onPageWake })
}
