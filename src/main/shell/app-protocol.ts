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

/** Serves the built UI to the window, with the same headers as the server sends. */
export function serveUi(directory: string, headersOf: UiFilesOptions['headersOf']): void {
  protocol.handle(SCHEME, (request) =>
    answerWithUiFile(request, { directory, host: HOST, headersOf }),
  )
}
