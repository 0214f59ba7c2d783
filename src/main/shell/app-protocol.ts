import { protocol } from 'electron'
import { answerWithUiFile } from './ui-files'
import type { UiFilesOptions } from './ui-files'

const SCHEME = 'app'
const HOST = 'port8000'

/** Where the window's page comes from: an origin of its own, so that nothing else shares its storage. */
export const APP_ORIGIN = `${SCHEME}://${HOST}`

/** Before the application is ready; Chromium fixes its schemes then. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export interface AppFiles {
  /** The built UI. */
  readonly directory: string
  readonly headersOf: UiFilesOptions['headersOf']
  /** Answers a request for a file that the controller made; null for any other. */
  readonly answerWithExport: (url: URL) => Response | null
  /** Takes a picture and shows one; null for any other request. */
  readonly answerWithAttachment: (request: Request) => Promise<Response> | null
  /** Takes the bytes of a file that the page brings; null for any other request. */
  readonly takeImport: (request: Request) => Promise<Response> | null
}

/** Serves the window: the built UI with the same headers as the server sends, and the files it exports. */
export function serveWindow({
  directory,
  headersOf,
  answerWithExport,
  takeImport,
  answerWithAttachment,
}: AppFiles): void {
  protocol.handle(
    SCHEME,
    (request) =>
      takeImport(request) ??
      answerWithAttachment(request) ??
      answerWithExport(new URL(request.url)) ??
      answerWithUiFile(request, { directory, host: HOST, headersOf }),
  )
}
