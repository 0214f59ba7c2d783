import type { EngineName } from '@shared/model/engine'
import type { Config } from '@main/config/config'
import type { AccessService } from '@main/core/access/access-service'
import type { Reader } from '@main/core/access/standing'
import type { AttachmentService } from '@main/core/attachments/attachment-service'
import type { CommandRouter } from '@main/core/commands/command-router'
import type { Engine } from '@main/core/engines/engine'
import type { EventHub } from '@main/core/events/event-hub'
import type { Logger } from '@main/core/logging/logger'
import type { Storage } from '@main/core/storage/storage'
import type { ExportService } from '@main/core/transfer/export-service'
import type { ImportService } from '@main/core/transfer/import-service'
import type { ServerControl } from '@main/core/server/server-control'

export interface ComposeOptions {
  readonly config: Config
  readonly log: Logger
  /** What only a desktop can do; null without one. */
  readonly desktop: { readonly openExternal: (url: string) => Promise<void> } | null
  /** The built UI. */
  readonly uiDirectory: string
  /** Engines in place of the real ones, for tests. */
  readonly engines?: Partial<Record<EngineName, Engine>>
  /** Opens the store in place of the real one, for tests. */
  readonly openStorage?: (options: {
    readonly dataDirectory: string
    readonly log: Logger
  }) => Promise<Storage>
}

export interface Controller {
  readonly router: CommandRouter
  readonly hub: EventHub
  readonly server: ServerControl
  readonly access: AccessService
  /** With whose eyes the desktop window sees. */
  readonly ownerReader: () => Reader
  readonly exports: Pick<ExportService, 'fileOf'>
  readonly imports: Pick<ImportService, 'receive'>
  readonly attachments: Pick<AttachmentService, 'receive' | 'get' | 'pathOf'>
  close(): Promise<void>
}
