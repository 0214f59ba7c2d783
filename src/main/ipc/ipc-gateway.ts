import { randomUUID } from 'node:crypto'
import type { BrowserWindow, IpcMainInvokeEvent, WebContents } from 'electron'
import { AppError, toWireError } from '@shared/contract/app-error'
import { EVENT_CHANNEL, INVOKE_CHANNEL } from '@shared/contract/channels'
import type { Result } from '@shared/contract/frames'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { EventHub } from '@main/core/events/event-hub'
import type { Caller, Identity, Viewer } from '@main/core/events/viewer'
import type { Logger } from '@main/core/logging/logger'

/** Whoever sits at the machine owns it. */
const OWNER: Identity = { role: 'owner', credential: null }

export interface IpcGatewayDeps {
  readonly router: Pick<CommandRouter, 'dispatch'>
  readonly hub: Pick<EventHub, 'leave'>
  /** Of our own page; a frame from anywhere else is not answered. */
  readonly origin: string
  readonly log: Logger
}

/** The window's door: its page asks here, the events it watches go out here. */
export class IpcGateway {
  readonly #deps: IpcGatewayDeps
  readonly #disconnects = new Set<() => void>()

  constructor(deps: IpcGatewayDeps) {
    this.#deps = deps
  }

  /** From now on this window's page may ask; each page that it loads is a viewer of its own. */
  connect(window: Pick<BrowserWindow, 'webContents'>): void {
    const contents = window.webContents
    let caller = callerOf(contents)
    const forget = () => this.#deps.hub.leave(caller.viewer)
    const startAnew = () => {
      forget()
      caller = callerOf(contents)
    }
    const disconnect = () => {
      forget()
      this.#disconnects.delete(disconnect)
      if (!contents.isDestroyed()) contents.ipc.removeHandler(INVOKE_CHANNEL)
    }

    // The window's own channel: another window's page cannot reach this handler at all.
    contents.ipc.handle(INVOKE_CHANNEL, (event, name: unknown, input: unknown) =>
      this.#answer(event, name, input, caller),
    )
    contents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) startAnew()
    })
    contents.on('render-process-gone', startAnew)
    contents.on('destroyed', disconnect)
    this.#disconnects.add(disconnect)
  }

  close(): void {
    for (const disconnect of this.#disconnects) disconnect()
  }

  // Answers with a value in every case: `ipc.handle` would strip a thrown error's code.
  async #answer(
    { senderFrame }: IpcMainInvokeEvent,
    name: unknown,
    input: unknown,
    caller: Caller,
  ): Promise<Result<unknown>> {
    try {
      if (!isOurPage(senderFrame, this.#deps.origin)) {
        throw new AppError('forbidden', 'Only the application’s own page may ask this.')
      }
      if (typeof name !== 'string') throw new AppError('invalid_input', 'A command has a name.')
      return { ok: true, output: await this.#deps.router.dispatch(name, input, caller) }
    } catch (error) {
      if (!(error instanceof AppError)) {
        this.#deps.log.error('command failed', { command: name, error })
      }
      return { ok: false, error: toWireError(error) }
    }
  }
}

/** A frame inside our page is not our page, and a frame that is gone is nobody's. */
function isOurPage(frame: IpcMainInvokeEvent['senderFrame'], origin: string): boolean {
  return frame?.parent === null && frame.origin === origin
}

function callerOf(contents: WebContents): Caller {
  const viewer: Viewer = {
    id: `window-${randomUUID()}`,
    send: (event) => {
      if (!contents.isDestroyed()) contents.send(EVENT_CHANNEL, event)
    },
  }
  // The window is the owner from its first word on; there is nobody else it could sign in as.
  return { viewer, identity: OWNER, from: null, signIn: () => undefined }
}
