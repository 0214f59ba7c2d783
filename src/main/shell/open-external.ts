import type { Logger } from '@main/core/logging/logger'

/** Where the system's own programs are reached from here: every path out of the application ends in one of these. */
export interface ExternalOpener {
  /** For a link that a page, and so perhaps a bot, wrote: https and mailto, nothing else. Never rejects. */
  openLink(url: string): Promise<void>
  /** For an address of the controller's own server. Rejects where the system has no browser. */
  openController(url: string): Promise<void>
}

const LINK_PROTOCOLS: readonly string[] = ['https:', 'mailto:']
const CONTROLLER_PROTOCOLS: readonly string[] = ['http:', 'https:']

/** `open` is Electron's `shell.openExternal`: it starts whatever program the system has for an address. */
export function createExternalOpener(
  open: (url: string) => Promise<void>,
  log: Logger,
): ExternalOpener {
  return {
    openLink: async (url) => {
      if (!hasProtocol(url, LINK_PROTOCOLS)) {
        log.warn('link refused', { protocol: protocolOf(url) })
        return
      }
      await open(url).catch((error: unknown) => log.warn('link not opened', { error }))
    },
    openController: async (url) => {
      if (!hasProtocol(url, CONTROLLER_PROTOCOLS)) throw new Error('not an address of the server')
      await open(url)
    },
  }
}

function hasProtocol(url: string, protocols: readonly string[]): boolean {
  const protocol = protocolOf(url)
  return protocol !== null && protocols.includes(protocol)
}

/** As the system would read it; null where it is no address. */
function protocolOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).protocol : null
}
