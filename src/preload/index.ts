import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '@shared/contract/channels'
import type { DesktopBridge } from '@shared/contract/channels'
import type { ServerEvent } from '@shared/contract/events'
import type { Result } from '@shared/contract/frames'

contextBridge.exposeInMainWorld('desktop', {
  invoke: (command, input) =>
    ipcRenderer.invoke(INVOKE_CHANNEL, command, input) as Promise<Result<unknown>>,
  onEvent: (listener) => {
    const relay = (_: IpcRendererEvent, event: ServerEvent) => listener(event)
    ipcRenderer.on(EVENT_CHANNEL, relay)
    return () => void ipcRenderer.off(EVENT_CHANNEL, relay)
  },
} satisfies DesktopBridge)
