import { z } from 'zod'
import { wireErrorSchema } from '@shared/contract/errors'
import { deviceSchema, tokenSchema } from '@shared/model/access'
import { botSchema } from '@shared/model/bot'
import { healthSchema } from '@shared/model/controller'
import { settingsSchema } from '@shared/model/settings'
import { engineStatusSchema } from '@shared/model/engine'
import { instanceSchema } from '@shared/model/instance'
import { messageSchema } from '@shared/model/message'
import {
  listedModelSchema,
  loadedModelSchema,
  modelDetailsSchema,
  pullSchema,
} from '@shared/model/model'
import { sessionSchema } from '@shared/model/session'

/** JSON Schema, draft 2020-12, as OpenAPI 3.1 takes it. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What the document names once and refers to everywhere. */
const named = z.registry<{ id: string }>()
named.add(wireErrorSchema, { id: 'Error' })
named.add(botSchema, { id: 'Bot' })
named.add(instanceSchema, { id: 'Instance' })
named.add(sessionSchema, { id: 'Session' })
named.add(messageSchema, { id: 'Message' })
named.add(listedModelSchema, { id: 'Model' })
named.add(modelDetailsSchema, { id: 'ModelDetails' })
named.add(loadedModelSchema, { id: 'LoadedModel' })
named.add(pullSchema, { id: 'Pull' })
named.add(engineStatusSchema, { id: 'EngineStatus' })
named.add(deviceSchema, { id: 'Device' })
named.add(tokenSchema, { id: 'Token' })
named.add(settingsSchema, { id: 'Settings' })
named.add(healthSchema, { id: 'Health' })

/** What every refusal and failure looks like. */
export const errorAnswerSchema = z.object({ error: wireErrorSchema })

/** Turns schemas into JSON Schema and gathers the named ones they refer to. */
export class SchemaCollector {
  readonly #components: Record<string, unknown> = {}

  get components(): Readonly<Record<string, unknown>> {
    return this.#components
  }

  /** What a caller may send. */
  input(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'input')
  }

  /** What we answer. */
  output(schema: z.ZodType): JsonSchema {
    return this.#convert(schema, 'output')
  }

  #convert(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
    const json = z.toJSONSchema(schema, { io, metadata: named, target: 'draft-2020-12' })
    const { $schema: _dialect, $defs, ...rest } = withMovedReferences(json)
    Object.assign(this.#components, $defs)
    return rest
  }
}

/** Named schemas stand in the document's components, not within each schema. */
function withMovedReferences(json: object): Record<string, unknown> {
  const text = JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')
  return JSON.parse(text) as Record<string, unknown>
}
