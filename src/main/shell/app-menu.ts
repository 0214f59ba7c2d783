import { Menu, shell } from 'electron'
import type { MenuItemConstructorOptions } from 'electron'

export interface AppMenuOptions {
  readonly isMac: boolean
  readonly isDevelopment: boolean
  readonly dataDirectory: string
  readonly openWindow: () => void
}

/** The application's menu. The page has shortcuts of its own, and none of these takes one away from it. */
export function setAppMenu(options: AppMenuOptions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuOf(options)))
}

function menuOf(options: AppMenuOptions): MenuItemConstructorOptions[] {
  const { isMac, isDevelopment, dataDirectory, openWindow } = options
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        { label: 'New &Window', accelerator: 'CommandOrControl+Shift+N', click: openWindow },
        { type: 'separator' },
        { role: 'close' },
        ...(isMac ? [] : [{ role: 'quit' } as const]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(isDevelopment ? [{ role: 'toggleDevTools' } as const] : []),
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Open &Data Folder', click: () => void shell.openPath(dataDirectory) },
        ...(isMac ? [] : [{ type: 'separator' } as const, { role: 'about' } as const]),
      ],
    },
  ]
}
