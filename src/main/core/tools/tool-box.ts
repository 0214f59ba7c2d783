import type { ToolDescription } from '@shared/model/tool'
import { problemOfSchema } from './check-arguments'
import type { Tool, ToolSource } from './tool'

/** Every tool there is, wherever it comes from. */
export class ToolBox {
  readonly #sources: readonly ToolSource[]

  constructor(sources: readonly ToolSource[]) {
    this.#sources = sources
  }

  /** Null where there is none of that name now. */
  find(name: string): Tool | null {
    return this.#tools().find((tool) => tool.name === name) ?? null
  }

  list(): ToolDescription[] {
    return this.#tools().map(({ name, description, server, fingerprint, parameters }) => ({
      ...{ name, description, server, fingerprint },
      problem: problemOfSchema(parameters),
    }))
  }

  #tools(): Tool[] {
    return this.#sources.flatMap((source) => source.tools())
  }
}
