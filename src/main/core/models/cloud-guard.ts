import { AppError } from '@shared/contract/app-error'
import type { EngineName } from '@shared/model/engine'
import { isCloudName } from '@shared/model/model-name'
import type { ModelHost } from './model-host'

export interface CloudGuardDeps {
  readonly isForbidden: () => boolean
  readonly host: Pick<ModelHost, 'show'>
}

/** Refuses models that run on somebody else's servers, where the owner forbids them: at the pull, the launch and every turn. */
export class CloudGuard {
  readonly #deps: CloudGuardDeps

  constructor(deps: CloudGuardDeps) {
    this.#deps = deps
  }

  /** By the name alone. Throws `forbidden`. */
  requireAllowedName(name: string): void {
    if (this.#deps.isForbidden() && isCloudName(name)) throw refusal(name)
  }

  /**
   * Asks the engine besides, as a copy of a cloud model may have any name; nothing is asked while they are allowed.
   * Throws `forbidden`, or what kept the engine from answering.
   */
  async requireAllowed(
    { engine, model }: { readonly engine: EngineName; readonly model: string | null },
    signal: AbortSignal,
  ): Promise<void> {
    if (engine !== 'ollama' || model === null || !this.#deps.isForbidden()) return
    this.requireAllowedName(model)
    if ((await this.#deps.host.show(model, signal)).cloud) throw refusal(model)
  }
}

function refusal(name: string): AppError {
  return new AppError(
    'forbidden',
    `${name} runs in the cloud: what is said to it would leave this machine, and cloud models are forbidden in Settings. Choose another model, or have the owner allow them.`,
  )
}
