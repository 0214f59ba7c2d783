import type { App, Session, WebContents } from 'electron'
import type { ExternalOpener } from './open-external'

/** Copying to the clipboard is all that the page may do with the machine. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write'

export interface WebGuardOptions {
  /** Of our own page; whatever is elsewhere never loads. */
  readonly origin: string
  /** Path of the one page of ours that may stand in a frame. */
  readonly framePage: string
  readonly opener: Pick<ExternalOpener, 'openLink'>
}

/** Every page stays where it is and opens nothing: links go to the system's browser, if they may go anywhere. */
export function guardEveryPage(app: App, options: WebGuardOptions): void {
  app.on('web-contents-created', (_, contents) => guardPage(contents, options))
}

/** Electron grants everything that nobody refuses. */
export function refusePermissions(session: Session, origin: string): void {
  const isAllowed = (permission: string, url: string) =>
    permission === ALLOWED_PERMISSION && isWithin(url, origin)
  session.setPermissionRequestHandler((_, permission, answer, { requestingUrl }) =>
    answer(isAllowed(permission, requestingUrl)),
  )
  session.setPermissionCheckHandler((_, permission, requestingOrigin) =>
    isAllowed(permission, requestingOrigin),
  )
  session.setDevicePermissionHandler(() => false)
}

function guardPage(contents: WebContents, { origin, framePage, opener }: WebGuardOptions): void {
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame ? isWithin(event.url, origin) : event.url === origin + framePage) return
    event.preventDefault()
    if (event.isMainFrame) void opener.openLink(event.url)
  })
  contents.on('will-redirect', (event) => {
    if (!isWithin(event.url, origin)) event.preventDefault()
  })
  contents.setWindowOpenHandler(({ url }) => {
    void opener.openLink(url)
    return { action: 'deny' }
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
}

/** `URL.origin` is "null" for a scheme of our own, so it is put together from its parts. */
export function isWithin(url: string, origin: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}` === origin
}
